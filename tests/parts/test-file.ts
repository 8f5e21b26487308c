import { once } from 'node:events'
import { type EventData, run } from 'node:test'
import { inspect } from 'node:util'
import { interrupted } from './interruption.ts'
import type { Failure, Outcome, Skip } from './outcome.ts'

type Ended = EventData.TestPass | EventData.TestFail

/** No test file may hold the others up for longer. */
const fileBoundMs = 5 * 60_000

/** What the runner counts itself. */
const ofTheRunner = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /

/** Runs one file of `node:test` in a process of its own, which is killed when its time is over. */
export async function runTestFile(file: string, boundMs = fileBoundMs): Promise<Outcome> {
  const failures: Failure[] = []
  const skips: Skip[] = []
  const said: string[] = []
  const notes: string[] = []
  let passed = 0

  function hear(data: Ended, isPass: boolean): void {
    const isWholeFile = data.name === file
    const name = isWholeFile ? file : `${data.name} (${file})`
    const reason = reasonOfSkip(data)
    if (reason !== undefined) skips.push({ name, reason })
    else if (!isPass) failures.push({ name, report: reportOf(data) })
    else if (isWholeFile) failures.push({ name, report: 'it ended without having run a test' })
    else passed += 1
  }

  const signal = AbortSignal.any([AbortSignal.timeout(boundMs), interrupted])
  const events = run({ files: [file], signal, execArgv: ['--disable-warning=ExperimentalWarning'] })
  events.on('test:stdout', (data) => said.push(data.message))
  events.on('test:stderr', (data) => said.push(data.message))
  events.on('test:diagnostic', ({ message }) => ofTheRunner.test(message) || notes.push(message))
  events.on('test:pass', (data) => data.details.type !== 'suite' && hear(data, true))
  events.on('test:fail', (data) => isOnlyAbove(data) || hear(data, false))
  await once(events.resume(), 'end')

  if (passed + failures.length + skips.length === 0) {
    failures.push({ name: file, report: 'nothing was heard of it' })
  }
  const [first, ...others] = failures
  if (!first) return { passed, failures, skips, notes }
  const report = `${first.report}\n${said.join('')}`.trimEnd()
  return { passed, failures: [{ ...first, report }, ...others], skips, notes }
}

/** A suite that fails only because a test in it did has nothing to add. */
function isOnlyAbove({ details }: EventData.TestFail): boolean {
  return (
    details.type === 'suite' &&
    'failureType' in details.error &&
    details.error.failureType === 'subtestsFailed'
  )
}

/** A test that is still to be written is as good as skipped. */
function reasonOfSkip({ skip, todo }: Ended): string | undefined {
  if (skip !== undefined && skip !== false) return typeof skip === 'string' ? skip : 'no reason given'
  if (todo !== undefined && todo !== false) return 'not done yet'
  return undefined
}

function reportOf({ details }: Ended): string {
  if (!('error' in details)) return ''
  const { error } = details
  return inspect(error.cause instanceof Error ? error.cause : error)
}
