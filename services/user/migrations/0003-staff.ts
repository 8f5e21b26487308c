import type { Migration } from '#kit/storage/storage.ts'

export const staff: Migration = {
  name: '0003-staff',
  statements: [
    'ALTER TABLE employee ADD COLUMN must_change_password INT NOT NULL DEFAULT 0',
    'ALTER TABLE employee ADD COLUMN super_admin INT NOT NULL DEFAULT 0',
    'ALTER TABLE employee ADD COLUMN revision INT NOT NULL DEFAULT 0',
    'CREATE INDEX employee_super_admin ON employee (super_admin, enabled)',
    `CREATE TABLE audit_entry (
      seq BIGINT NOT NULL PRIMARY KEY,
      at BIGINT NOT NULL,
      by_name VARCHAR(64) NOT NULL,
      shop_id VARCHAR(36) NOT NULL,
      action VARCHAR(32) NOT NULL,
      subject VARCHAR(64) NOT NULL,
      details TEXT NOT NULL,
      prev_hash VARCHAR(64) NOT NULL,
      hash VARCHAR(64) NOT NULL
    )`,
    'CREATE INDEX audit_entry_of_shop ON audit_entry (shop_id, seq)',
    `CREATE TABLE audit_head (
      chain VARCHAR(16) NOT NULL PRIMARY KEY,
      seq BIGINT NOT NULL,
      hash VARCHAR(64) NOT NULL
    )`,
  ],
}
