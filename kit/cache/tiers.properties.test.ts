import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createTextWorld, textLimits } from './cache.fixture.ts'
import { encodeKept } from './envelope.ts'

const processesMax = 3
const by = fc.integer({ min: 0, max: processesMax - 1 })
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('load' as const), by }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('change' as const), by }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('hear' as const), by }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), by: fc.integer({ min: 1, max: 400 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('away' as const), by }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), by }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('lie' as const), by: fc.integer({ min: 0, max: 255 }) }),
  },
)

/** Garbage, and what was kept under another key. */
const lies = {
  garbage: (byte: number) => Buffer.alloc(byte, byte),
  another: (_: number) =>
    encodeKept('text:b', { version: 2 ** 45, freshUntil: 2 ** 45, bytes: Buffer.from('77') }),
}

/**
 * Processes read one thing whose versions are numbers. The truth changes, each process hears of it when it
 * does, and the cache they share is away, loses everything and lies.
 */
function createStory(takesMs: number) {
  const world = createTextWorld()
  const { clock, cache, truth, source } = world
  source.takesMs = takesMs
  const processes = Array.from({ length: processesMax }, world.process)
  const heard = processes.map(() => 0)
  /** When each version came to be. */
  const since = [clock.now()]
  const current = () => since.length - 1
  const loads: Promise<void>[] = []
  truth.set('a', '0')

  async function load(by: number): Promise<void> {
    const [beganAt, least] = [clock.now(), heard[by] ?? 0]
    const version = Number(await processes[by]?.load('a'))
    assert.ok(Number.isInteger(version) && version <= current(), `${version} never was`)
    assert.ok(version >= least, `${version} was served to who had heard of ${least}`)
    const replacedAt = since[version + 1] ?? Number.POSITIVE_INFINITY
    assert.ok(replacedAt >= beganAt - textLimits.ttlMs, `${version} was served long after its time`)
  }

  const steps = {
    load(by: number) {
      const loading = load(by)
      loading.catch(() => undefined)
      loads.push(loading)
    },
    change() {
      truth.set('a', String(since.push(clock.now()) - 1))
    },
    hear(by: number) {
      heard[by] = current()
      void processes[by]?.invalidate('a')
    },
    wait: (ms: number) => clock.advance(ms),
    away() {
      cache.isAway = !cache.isAway
    },
    lose: () => cache.delete(['text:a', 'text:a:lease']).catch(() => undefined),
    lie: (byte: number) =>
      cache.set('text:a', (byte % 2 ? lies.garbage : lies.another)(byte), 5000).catch(() => undefined),
  }
  return { steps, world, end: () => world.settle(Promise.all(loads)) }
}

test('whatever happens to the cache, nobody gets what they know is over, nor what is too old', async () => {
  const asked = {
    takesMs: fc.constantFrom(0, 1, 30, 300),
    steps: fc.array(step, { maxLength: 60, size: 'max' }),
  }
  await fc.assert(
    fc.asyncProperty(fc.record(asked), async ({ takesMs, steps }) => {
      const story = createStory(takesMs)
      for (const { do: act, by } of steps) {
        await story.steps[act](by)
        await new Promise(setImmediate)
      }
      await story.end()
    }),
    { numRuns: 300 },
  )
})
