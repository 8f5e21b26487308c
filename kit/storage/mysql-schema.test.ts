import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toMysqlDdl } from './mysql-schema.ts'

const options = 'engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin'

test('types and numbered keys become those of MySQL, and tables compare text by code point', () => {
  assert.equal(
    toMysqlDdl('create table note (id {id}, text text not null, body BLOB,\n more TEXT)'),
    'create table note (id bigint not null auto_increment primary key, text longtext not null, ' +
      `body longBLOB,\n more longTEXT) ${options}`,
  )
})

test('other statements stay as they are', () => {
  assert.equal(
    toMysqlDdl('create index ix_context on note (text, blob_size)'),
    'create index ix_context on note (text, blob_size)',
  )
  assert.equal(
    toMysqlDdl('alter table note add column tail text'),
    'alter table note add column tail longtext',
  )
})
