import type { Migration } from '#kit/storage/storage.ts'

export const sessions: Migration = {
  name: '0002-sessions',
  statements: [
    `CREATE TABLE phone_code (
      phone VARCHAR(20) NOT NULL PRIMARY KEY,
      code_hash VARCHAR(64) NOT NULL,
      sent_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL,
      tries INT NOT NULL
    )`,
    `CREATE TABLE login_failure (
      username VARCHAR(32) NOT NULL PRIMARY KEY,
      failures INT NOT NULL,
      last_at BIGINT NOT NULL
    )`,
    `CREATE TABLE session (
      id VARCHAR(36) NOT NULL PRIMARY KEY,
      subject_kind VARCHAR(10) NOT NULL,
      subject_id BIGINT NOT NULL,
      opened_at BIGINT NOT NULL,
      ends_at BIGINT NOT NULL,
      revoked_at BIGINT NULL
    )`,
    'CREATE INDEX session_of_subject ON session (subject_kind, subject_id)',
    `CREATE TABLE refresh_token (
      token_hash VARCHAR(64) NOT NULL PRIMARY KEY,
      session_id VARCHAR(36) NOT NULL,
      ends_at BIGINT NOT NULL,
      used_at BIGINT NULL,
      sealed_next VARCHAR(64) NULL,
      next_ends_at BIGINT NULL
    )`,
    'CREATE INDEX refresh_token_of_session ON refresh_token (session_id)',
  ],
}
