//! Tokens and passwords. A token is 256 random bits behind a readable prefix; only its SHA-256 is
//! kept. Passwords are kept as argon2id. Looked-up tokens are remembered for a while, bounded.

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use baton_store::{Fingerprint, Token};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use uuid::Uuid;

/// Prefix of a visitor's token.
pub const VISITOR: &str = "bvt_";
/// Prefix of a member's token.
pub const MEMBER: &str = "bmt_";
/// Prefix of an AI agent's key.
pub const AI_AGENT: &str = "bak_";

/// Prefix of an invitation's code.
pub const INVITATION: &str = "bin_";

/// How many tokens are remembered.
const REMEMBERED: usize = 20_000;

/// A new random token with this prefix.
pub fn new_token(prefix: &str) -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes)))
}

/// SHA-256.
pub fn hash(text: &str) -> Fingerprint {
    Sha256::digest(text.as_bytes()).into()
}

/// SHA-256 over several parts that cannot be confused with each other.
pub fn fingerprint(parts: &[&[u8]]) -> Fingerprint {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}

/// HMAC-SHA256 (RFC 2104).
pub fn hmac(key: &[u8], parts: &[&[u8]]) -> Fingerprint {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Whether two secrets are equal, in constant time.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    use subtle::ConstantTimeEq;
    a.ct_eq(b).into()
}

/// The token of a conversation: made from the key that its client keeps and one that the hub
/// keeps, so that a retry gets the same one though neither is stored.
pub fn visitor_token(hub_key: &str, client_key: &str, conversation: Uuid) -> String {
    let mac = hmac(hub_key.as_bytes(), &[client_key.as_bytes(), b"\0", conversation.as_bytes()]);
    format!("{VISITOR}{}", URL_SAFE_NO_PAD.encode(mac))
}

/// A password as an argon2id PHC string. Slow on purpose: off the async threads.
pub fn hash_password(password: &str) -> Option<String> {
    Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

/// Whether a password fits a PHC string. Slow on purpose: off the async threads.
pub fn verify_password(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored)
        .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
}

/// Tokens that were looked up lately.
#[derive(Default)]
pub struct Remembered(RwLock<Known>);

#[derive(Default)]
struct Known {
    tokens: HashMap<Fingerprint, Token>,
    era: u64,
}

impl Remembered {
    /// The token with this hash, if it is remembered.
    pub fn get(&self, hash: &Fingerprint) -> Option<Token> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).tokens.get(hash).cloned()
    }

    /// Grows whenever something is forgotten. Ask before a token is looked up.
    pub fn era(&self) -> u64 {
        self.0.read().unwrap_or_else(PoisonError::into_inner).era
    }

    /// Remembers a token, unless something was forgotten since `era`: it may be this one.
    pub fn put(&self, hash: Fingerprint, token: Token, era: u64) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.era != era {
            return;
        }
        if known.tokens.len() >= REMEMBERED {
            known.tokens.clear();
        }
        known.tokens.insert(hash, token);
    }

    /// Forgets what stands for `owner`, or one session of it.
    pub fn forget(&self, owner: Uuid, session: Option<Uuid>) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.era += 1;
        known
            .tokens
            .retain(|_, token| token.owner != owner || session.is_some_and(|id| id != token.id));
    }
}
