import type { Migration } from '#kit/storage/storage.ts'

/** Each transaction of the writing program puts one row into either table. */
export interface PairTables {
  left_side: { n: number; filler: string }
  right_side: { n: number }
}

export const pairMigrations: readonly Migration[] = [
  {
    name: '0001-pairs',
    statements: [
      'create table left_side (n bigint primary key, filler text not null)',
      'create table right_side (n bigint primary key)',
    ],
  },
]
