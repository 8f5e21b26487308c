import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readCreate, readInsert } from './insert.ts'
import { statementsOf } from './statements.ts'

async function cut(text: string, ...at: readonly number[]): Promise<string[]> {
  const places = [...new Set(at.map((place) => place % (text.length + 1)))].sort((a, b) => a - b)
  async function* chunks() {
    let from = 0
    for (const to of [...places, text.length]) {
      yield text.slice(from, to)
      from = to
    }
  }
  const found: string[] = []
  for await (const statement of statementsOf(chunks())) found.push(statement)
  return found
}

const dump = `-- a comment; with a semicolon
/*!40101 SET NAMES utf8 */;
CREATE TABLE \`t\` (\`a;b\` int); # another; one
INSERT INTO \`t\` VALUES (1,'it''s; \\'so\\'','--no comment /* nor this */'),(2,"a;""b",'\\\\');
/* over
   lines; */ INSERT INTO t VALUES (3,'x - - y');
`
const statements = [
  'CREATE TABLE `t` (`a;b` int)',
  `INSERT INTO \`t\` VALUES (1,'it''s; \\'so\\'','--no comment /* nor this */'),(2,"a;""b",'\\\\')`,
  "INSERT INTO t VALUES (3,'x - - y')",
]

test('text is cut at the semicolons that end statements, and at no others', async () => {
  assert.deepEqual(await cut(dump), statements)
})

test('wherever the text arrives in pieces the statements are the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(1_000), { maxLength: 40 }), async (at) => {
      assert.deepEqual(await cut(dump, ...at), statements)
    }),
  )
})

test('every text that is escaped as dumps do comes back', () => {
  const escaped = (text: string) =>
    text.replace(/[\p{Cc}\\'"]/gu, (sign) => {
      const named = { '\0': '\\0', '\n': '\\n', '\r': '\\r', '\x1a': '\\Z' }[sign]
      return named ?? (/[\\'"]/.test(sign) ? `\\${sign}` : sign)
    })
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (texts) => {
      const literals = texts.map((text) => `'${escaped(text)}'`).join(',')
      assert.deepEqual(readInsert(`INSERT INTO t VALUES (${literals})`)?.rows, [texts])
    }),
  )
})

test('literals of every form are read, with and without names of columns', () => {
  const insert =
    "REPLACE INTO `sky`.`Orders` (`id`, number) VALUES (-1, NULL) , (2.50, _binary 'x') ,(0x414243,b'10');"
  assert.deepEqual(readInsert(insert.slice(0, -1)), {
    table: 'orders',
    columns: ['id', 'number'],
    rows: [
      ['-1', null],
      ['2.50', 'x'],
      ['ABC', '2'],
    ],
  })
  assert.deepEqual(readInsert("insert ignore t values ('a\\tb', true, false, DEFAULT, x'61')")?.rows, [
    ['a\tb', '1', '0', null, 'a'],
  ])
})

test('what is no INSERT is passed over, and one that cannot be read is refused', () => {
  assert.equal(readInsert('UPDATE t SET a = 1'), null)
  assert.throws(() => readInsert('INSERT INTO t SELECT * FROM u'), /an INSERT of another form/)
  assert.throws(() => readInsert('INSERT INTO t VALUES (1,NOW())'), /cannot be read at its row 1/)
  assert.throws(() => readInsert('INSERT INTO t VALUES (1),(2'), /cannot be read at its row 2/)
  assert.throws(() => readInsert("INSERT INTO t VALUES (1,'a)"), /cannot be read/)
})

test('the columns of a table are those that it is created with, keys aside', () => {
  const create = `CREATE TABLE \`user\` (
    \`id\` bigint NOT NULL AUTO_INCREMENT COMMENT '主键',
    \`price\` decimal(10,2) DEFAULT NULL,
    PRIMARY KEY (\`id\`),
    UNIQUE KEY \`both\` (\`id\`,\`price\`)
  ) ENGINE=InnoDB`
  assert.deepEqual(readCreate(create), { table: 'user', columns: ['id', 'price'] })
})
