import assert from 'node:assert/strict'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { DescFile } from '@bufbuild/protobuf'
import { buf, image } from '../host/commands/contracts.ts'
import { longestMs } from '../kit/rpc/call.ts'
import { reasonsOf } from '../kit/rpc/reasons.ts'

const contractsDir = join(import.meta.dirname, '../contracts')
const files = await loadFiles()

/** Every file of our own, as generated. */
async function loadFiles(): Promise<readonly DescFile[]> {
  const paths = globSync('gen/cangqiong/**/*_pb.js', { cwd: contractsDir })
  const modules: object[] = await Promise.all(paths.map((path) => import(join(contractsDir, path))))
  return modules.flatMap((module) => Object.values(module).filter((value) => value?.kind === 'file'))
}

function assertBuf(...args: readonly string[]): void {
  const { ok, said } = buf(...args)
  assert.ok(ok, said)
}

test('every contract keeps to the lint rules and the format', () => {
  assertBuf('lint')
  assertBuf('format', '--diff', '--exit-code')
})

test('what is committed in contracts/gen is what the contracts make', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'contracts-'))
  t.after(() => rmSync(dir, { recursive: true }))
  assertBuf('generate', '--output', dir)
  const made = globSync('gen/**/*.{js,ts}', { cwd: dir }).sort()
  assert.ok(made.length > 10)
  assert.deepEqual(globSync('gen/**/*.{js,ts}', { cwd: contractsDir }).sort(), made)
  for (const path of made) {
    const fresh = readFileSync(join(dir, path), 'utf8')
    assert.equal(readFileSync(join(contractsDir, path), 'utf8'), fresh, `${path}: run npm run contracts`)
  }
})

test('no contract breaks those who speak the blessed one', () => {
  assertBuf('breaking', '--against', image)
})

test('every rpc declares its deadline, and a stream declares none', () => {
  const methods = files.flatMap(({ services }) => services.flatMap((service) => service.methods))
  assert.ok(methods.length > 50)
  for (const method of methods) {
    const allowed = method.methodKind === 'unary' ? [1000, 3000, 8000] : [Number.POSITIVE_INFINITY]
    assert.ok(allowed.includes(longestMs(method)), `${method.parent.typeName}/${method.name}`)
  }
})

test('every reason is unique over all contracts, and speaks both languages', () => {
  const reasons = reasonsOf(files)
  const values = files
    .flatMap(({ enums }) => enums)
    .filter(({ name }) => name.endsWith('Reason'))
    .flatMap((desc) => desc.values.filter(({ number }) => number !== 0))
  assert.ok(reasons.size > 50)
  assert.equal(reasons.size, values.length, 'a value of a Reason enum declares no reason')
  for (const { reason, zh, en, httpStatus } of reasons.values()) {
    assert.match(reason, /^[A-Z][A-Z0-9_]+$/)
    assert.match(zh, /\p{Script=Han}/u, reason)
    assert.match(en, /^[A-Z][ -~]+[^.]$/, reason)
    assert.ok(httpStatus >= 400 && httpStatus < 600, reason)
  }
})

test('money and instants are int64 and ids are text', () => {
  const fields = files.flatMap(({ messages }) => messages.flatMap((message) => message.fields))
  for (const { name, parent, proto } of fields) {
    const int64 = 3
    const text = 9
    if (/_fen$|_at$|_until$/.test(name)) assert.equal(proto.type, int64, `${parent.name}.${name}`)
    if (/(^|_)ids?$/.test(name) && name !== 'number_id')
      assert.equal(proto.type, text, `${parent.name}.${name}`)
  }
})
