import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Secrets of an installation, generated at its first start and never printed. */
export interface Secrets {
  /** Ed25519 private key that signs access tokens, PKCS #8 PEM. */
  readonly signingKey: string
  /** Keys the hashes of phone codes. */
  readonly codeSecret: string
  /** RSA private key that stands where the merchant's will, so that an installation can start without one. */
  readonly placeholderKey: string
}

/** Reads the installation's secrets, or makes them the first time. The file is readable by its owner only. */
export function takeSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets
  const secrets = generateSecrets()
  writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return secrets
}

function generateSecrets(): Secrets {
  const { privateKey } = generateKeyPairSync('ed25519')
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    signingKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    codeSecret: randomBytes(32).toString('hex'),
    placeholderKey: rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
