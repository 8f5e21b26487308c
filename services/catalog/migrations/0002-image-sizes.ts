import type { Migration } from '#kit/storage/storage.ts'

/** `image` keeps what has no sizes yet: drawings nobody has looked at, and what came before sizes. */
export const imageSizes: Migration = {
  name: '0002-image-sizes',
  statements: [
    `CREATE TABLE image_size (
      image_id VARCHAR(64) NOT NULL,
      width INT NOT NULL,
      body BLOB NOT NULL,
      created_at BIGINT NOT NULL,
      PRIMARY KEY (image_id, width))`,
  ],
}
