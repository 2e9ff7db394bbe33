// Writes release.json, what a release's installers have besides tauri.conf.json: updates and signatures,
// each only where its keys are there. An empty variable counts as none, for Tauri too.
import { appendFileSync, writeFileSync } from 'node:fs';

const { env } = process;
const config = { bundle: {} };
if (env.UPDATES_URL && env.UPDATES_KEY && env.TAURI_SIGNING_PRIVATE_KEY) {
  config.bundle.createUpdaterArtifacts = true;
  config.plugins = { updater: { endpoints: [env.UPDATES_URL], pubkey: env.UPDATES_KEY } };
}
if (env.WINDOWS_CERTIFICATE_THUMBPRINT) {
  config.bundle.windows = {
    certificateThumbprint: env.WINDOWS_CERTIFICATE_THUMBPRINT,
    digestAlgorithm: 'sha256',
    timestampUrl: 'http://timestamp.digicert.com',
  };
}
writeFileSync('release.json', JSON.stringify(config));

const names = Object.keys(env).filter((name) => /^(APPLE|TAURI_SIGNING)_/.test(name));
for (const name of names.filter((name) => env[name] !== '')) {
  appendFileSync(env.GITHUB_ENV, `${name}<<END_OF_SECRET\n${env[name]}\nEND_OF_SECRET\n`);
}
