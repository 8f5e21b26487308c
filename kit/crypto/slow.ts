/** Crypto that takes milliseconds: runs off the main thread, at most two at a time. */
export interface SlowCrypto {
  /** Argon2id (m = 19456 KiB, t = 2, p = 1) as a PHC string; `salt` is 16 random bytes. */
  hashPassword(password: string, salt: Uint8Array): Promise<string>
  /** Compares in constant time; a hash of unknown form is false. */
  verifyPassword(password: string, hash: string): Promise<boolean>
}
