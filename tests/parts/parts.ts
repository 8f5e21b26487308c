import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { topologies } from '../../host/topologies.ts'
import { nothing, type Outcome, sum } from './outcome.ts'
import { root, runProgram } from './program.ts'
import { runTestFile } from './test-file.ts'
import { atOnce, inTurns } from './turns.ts'

/** One kind of tests. */
export interface Part {
  readonly name: string
  /** Whether it takes the whole machine; others run beside each other. */
  readonly isAlone: boolean
  /** Whether there is anything of it yet. */
  exists(): boolean
  run(): Promise<Outcome>
}

/** All parts, the quickest judges first. */
export const parts: readonly Part[] = [
  checker('types', 'node_modules/typescript/bin/tsc', ['--noEmit', '-p', '.']),
  checker('pages', 'node_modules/vue-tsc/bin/vue-tsc.js', ['--noEmit', '-p', 'apps']),
  checker('lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '--colors=off', '.']),
  testFiles('tidy', ['tests/*.test.ts']),
  testFiles('unit', ['{kit,services,simulators,host,apps,bench}/**/*.test.ts'], 'many'),
  testFiles('conformance', ['tests/{conformance,independent}/**/*.test.ts'], 'many'),
  journeys(topologies),
  testFiles('import', ['tests/import/**/*.test.ts']),
  testFiles('deploy', ['tests/deploy/**/*.test.ts']),
  testFiles('explain', ['tests/explain/**/*.test.ts']),
  testFiles('old-face', ['tests/old-face/**/*.test.ts']),
  testFiles('simulation', ['tests/simulation/**/*.test.ts'], 'many'),
  testFiles('browser', ['tests/browser/*.test.ts'], 'many'),
  // What is to be done within a time, and what kills processes, needs the machine for itself.
  testFiles('timed', ['tests/browser/timed/*.test.ts'], 'alone'),
  testFiles('chaos', ['tests/chaos/**/*.test.ts'], 'alone'),
]

/** A program that is content or not: counts as one test. */
function checker(name: string, path: string, args: readonly string[]): Part {
  return {
    name,
    isAlone: false,
    exists: () => existsSync(join(root, path)),
    async run() {
      const { isClean, output } = await runProgram(path, args)
      return isClean ? { ...nothing, passed: 1 } : { ...nothing, failures: [{ name, report: output }] }
    },
  }
}

/** Test files: one after the other, beside other parts or with the machine for itself; or many at a time. */
function testFiles(
  name: string,
  patterns: readonly string[],
  how: 'beside' | 'many' | 'alone' = 'beside',
): Part {
  const find = () => globSync(patterns, { cwd: root, exclude: isForeign }).sort()
  return {
    name,
    isAlone: how !== 'beside',
    exists: () => find().length > 0,
    async run() {
      const outcomes: Outcome[] = []
      await inTurns(find(), how === 'many' ? atOnce : 1, async (file) => {
        outcomes.push(await runTestFile(join(root, file)))
      })
      return sum(outcomes)
    },
  }
}

function isForeign(path: string): boolean {
  return path.split('/').includes('node_modules')
}

/** The journeys on one topology after the other; each says its counts in its last line. */
function journeys(topologies: readonly string[]): Part {
  const path = 'tests/journeys/run.ts'
  return {
    name: 'journeys',
    isAlone: false,
    exists: () => existsSync(join(root, path)),
    async run() {
      const outcomes: Outcome[] = []
      for (const topology of topologies) outcomes.push(await journeysOn(path, topology))
      return sum(outcomes)
    },
  }
}

async function journeysOn(path: string, topology: string): Promise<Outcome> {
  const { isClean, output } = await runProgram(path, ['--on', topology])
  const lastLine = output.trimEnd().split('\n').at(-1) ?? ''
  const [, passed = '0', failed = '0'] = /^(\d+) passed, (\d+) failed$/.exec(lastLine) ?? []
  if (isClean && Number(passed) > 0 && failed === '0') return { ...nothing, passed: Number(passed) }
  const name = `journeys on ${topology}`
  const others = Array.from({ length: Math.max(0, Number(failed) - 1) }, () => ({
    name,
    report: 'see above',
  }))
  return { ...nothing, passed: Number(passed), failures: [{ name, report: output }, ...others] }
}
