/**
 * How a website proves who its visitor is: hex HMAC-SHA256 of the person's id with the identity secret,
 * in five languages, and the call that hands it to the widget. The tests run what can be run.
 */
export type Example = { language: string; code: string };

export const SERVER: Example[] = [
  {
    language: 'Node.js',
    code: `import { createHmac } from 'node:crypto';

const secret = process.env.BATON_IDENTITY_SECRET;
const hash = createHmac('sha256', secret)
  .update(String(user.id))
  .digest('hex');`,
  },
  {
    language: 'Python',
    code: `import hashlib, hmac, os

secret = os.environ["BATON_IDENTITY_SECRET"].encode()
hash = hmac.new(secret, str(user.id).encode(), hashlib.sha256).hexdigest()`,
  },
  {
    language: 'PHP',
    code: `$secret = getenv('BATON_IDENTITY_SECRET');
$hash = hash_hmac('sha256', (string) $user->id, $secret);`,
  },
  {
    language: 'Ruby',
    code: `require 'openssl'

secret = ENV.fetch('BATON_IDENTITY_SECRET')
hash = OpenSSL::HMAC.hexdigest('SHA256', secret, user.id.to_s)`,
  },
  {
    language: 'Go',
    code: `import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"os"
)

func batonHash(userID string) string {
	mac := hmac.New(sha256.New, []byte(os.Getenv("BATON_IDENTITY_SECRET")))
	mac.Write([]byte(userID))
	return hex.EncodeToString(mac.Sum(nil))
}`,
  },
];

/** Works before and after the widget's script has arrived. */
export const PAGE = `<script>
  window.baton = window.baton || function () {
    (window.baton.q = window.baton.q || []).push(arguments);
  };
  baton('identify', {
    external_id: '4711', // the id that was hashed
    name: 'Marta Lindqvist',
    email: 'marta@nordhem.example',
    hash: 'HASH_FROM_YOUR_SERVER',
  });
</script>`;
