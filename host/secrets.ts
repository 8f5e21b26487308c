import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from './settings.ts'

/** Secrets of an installation, generated at its first start and never printed. */
export interface Secrets {
  /** Ed25519 private key that signs access tokens, PKCS #8 PEM. */
  readonly signingKey: string
  /** Keys the hashes of phone codes. */
  readonly codeSecret: string
  /** RSA private key that stands where the merchant's will, so that an installation can start without one. */
  readonly placeholderKey: string
}

const fileOf = (dataDir: string) => join(dataDir, 'secrets.json')

/** Reads the installation's secrets; throws a Refusal where there are none yet. Writes nothing. */
export function readSecrets(dataDir: string): Secrets {
  const file = fileOf(dataDir)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets
  throw new Refusal(
    `${file} is not there. All processes of an installation have the same secrets, so none of several ` +
      'makes its own: docs/deploy.md says how they are made once.',
  )
}

/** Reads the installation's secrets, or makes them the first time. The file is readable by its owner only. */
export function takeSecrets(dataDir: string): Secrets {
  const file = fileOf(dataDir)
  if (existsSync(file)) return readSecrets(dataDir)
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
