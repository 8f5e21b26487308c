import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import type { DescFile } from '@bufbuild/protobuf'
import { reasonsOf } from '../../kit/rpc/reasons.ts'
import type { WireAnswer } from './wire.ts'

/** Words that would tell more of us than a refusal may. */
const leaks = /node_modules|\.ts:\d+|at \w+ \(|SQLITE|sqlite|syntax error|TypeError|ZodError|undefined is not/

/** Every code that the contracts declare. */
export async function declaredCodes(): Promise<ReadonlySet<string>> {
  const root = join(import.meta.dirname, '../..')
  const paths = globSync('contracts/gen/cangqiong/**/*_pb.js', { cwd: root })
  const modules: object[] = await Promise.all(paths.map((path) => import(join(root, path))))
  const files = modules.flatMap((module) => Object.values(module)).filter((value) => value?.kind === 'file')
  return new Set(reasonsOf(files as DescFile[]).keys())
}

/** Fails unless the answer refuses as it should; answers its status and code. */
export function requireRefusal(answer: WireAnswer, declared: ReadonlySet<string>): string {
  const { status, headers, body } = answer
  const shown = `${status} ${body.slice(0, 500)}`
  assert.ok(status >= 400 && status < 500, `it was answered ${shown}`)
  const media = headers.get('content-type') ?? ''
  const problem = JSON.parse(body === '' ? '{}' : body) as Readonly<Record<string, unknown>>
  assert.doesNotMatch(body, leaks)
  // What the provider sends is refused in the provider's own words.
  if (media.startsWith('application/json') && problem.code === 'FAIL') return `${status} FAIL`
  assert.match(media, /^application\/problem\+json/, shown)
  assert.ok(declared.has(String(problem.code)), `nobody declares the code of ${shown}`)
  assert.equal(problem.status, status)
  assert.equal(problem.type, `/problems/${problem.code}`)
  for (const field of ['title', 'detail'])
    assert.ok(typeof problem[field] === 'string' && problem[field] !== '', shown)
  return `${status} ${problem.code}`
}
