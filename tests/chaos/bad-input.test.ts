import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type Installation, install } from '../installation.ts'
import { expect, openStage } from '../journeys/stage.ts'
import { addressBadness } from './badness/addresses.ts'
import { type Badness, hostileTexts } from './badness/badness.ts'
import { bodyBadness } from './badness/bodies.ts'
import { framingBadness } from './badness/framing.ts'
import { loginBadness } from './badness/logins.ts'
import { payloadBadness } from './badness/payloads.ts'
import { digestOf, settledDigest } from './digest.ts'
import { bytesOf, goodDraft } from './draft.ts'
import { seedOfRun } from './draw.ts'
import { type Operation, readOperations } from './operations.ts'
import { populate } from './populate.ts'
import { declaredCodes, requireRefusal } from './refusal.ts'
import { openWire, type Wire } from './wire.ts'
import type { World } from './world.ts'

const requests = Number(process.env.BAD_INPUTS ?? 20_000)
const atOnce = 32
const kinds: readonly Badness[] = [
  ...addressBadness,
  ...bodyBadness,
  ...payloadBadness,
  ...loginBadness,
  ...framingBadness,
]
/** Nothing may change by itself while it is watched. */
const env = {
  CANGQIONG_ORDER_PAY_WINDOW_MS: '3600000',
  CANGQIONG_ORDER_DELIVERY_WINDOW_MS: '3600000',
  CANGQIONG_USER_ACCESS_TOKEN_MS: '3600000',
}

interface Case {
  readonly operation: Operation
  readonly kind: Badness
  readonly seed: number
}

let installation: Installation
let world: World
let cases: readonly Case[]
let declared: ReadonlySet<string>

before(async () => {
  installation = await install(process.env.ON === 'grpc' ? 'grpc' : 'direct', { env })
  world = await populate(await openStage(installation.platform))
  const operations = await readOperations(installation.platform.url)
  const pairs = operations.flatMap((operation) =>
    kinds.filter((kind) => kind.fits(operation)).map((kind) => ({ operation, kind })),
  )
  cases = pairs.map((pair, at) => ({ ...pair, seed: seedOfRun + at }))
  declared = await declaredCodes()
})
after(() => installation?.close())

test(`${requests} bad requests: each is refused with a known code and nothing changes`, async (t) => {
  const { platform } = installation
  const pids = platform.names.map((name) => platform.process(name).pid)
  const earlier = await settledDigest(platform.dataDir)
  const tally = new Map<string, number>()
  const failures: string[] = []
  const runs = Math.ceil(requests / cases.length)
  await inTurns(cases, async (one, wire) => {
    const failure = await firstFailure(one, runs, wire, tally)
    if (failure !== undefined) failures.push(failure)
  })
  const sent = [...tally.values()].reduce((sum, times) => sum + times, 0)
  t.diagnostic(
    `seed ${seedOfRun}: ${sent} requests, ${cases.length} pairs of operation and badness, ${runs} each`,
  )
  const byCount = [...tally].sort(([, a], [, b]) => b - a)
  t.diagnostic(byCount.map(([code, times]) => `${code} × ${times}`).join(', '))
  assert.deepEqual(failures.slice(0, 20), [], `${failures.length} of ${cases.length} pairs failed`)
  assert.deepEqual(digestOf(platform.dataDir), earlier)
  assert.equal((await fetch(`${platform.url}/readyz`)).status, 200)
  for (const pid of pids) assert.ok(process.kill(pid, 0), 'it is still the same process')
})

test('SQL, HTML and emoji in a text that may be anything come back as they went in', async () => {
  const { stage } = world
  const { shopId, manager } = stage
  const { categoryId } = world.knownTo('createDish')
  for (const [at, text] of hostileTexts.map((each) => each.trim()).entries()) {
    const fields = { categoryId, name: `怪${at}`, priceFen: 1, description: text }
    const answer = await manager.send('POST', `/v1/shops/${shopId}/dishes`, fields)
    if (/[\r\n]/.test(text) && answer.status === 400) continue
    const { id } = expect(answer, 201).body
    assert.equal(expect(await manager.get(`/v1/dishes/${id}`), 200).body.description, text)
  }
})

/** Only one is refused in the end: who has orders under way cannot go. */
test('what was made bad is good as it is: every unspoilt request is obeyed', async () => {
  const operations = [...new Set(cases.map(({ operation }) => operation))].filter(
    ({ body }) => body !== 'raw',
  )
  const refused: string[] = []
  for (const [at, operation] of operations.toSorted((a, b) => turnOf(a) - turnOf(b)).entries()) {
    const wire = openWire(world.port)
    // Money goes back by lines or by an amount.
    const byAmount = { lines: [], imageIds: [] }
    const knownTo = (name: string) => ({ ...world.knownTo(name), ...byAmount, name: `一份${at}` })
    const { status, body } = await wire.send(bytesOf(goodDraft(operation, { ...world, knownTo })))
    wire.close()
    const isObeyed = status < 300 || (operation.name === 'deleteMe' && body.includes('CUSTOMER_BUSY'))
    if (!isObeyed) refused.push(`${operation.method} ${operation.path}: ${status} ${body}`)
  }
  assert.deepEqual(refused, [])
})

/** What takes something away comes after what needs it; whoever logs out comes last. */
function turnOf({ name, method }: Operation): number {
  if (name === 'closeSession') return 3
  if (method === 'DELETE' || name === 'markSoldOut') return 2
  return ['submitOrder', 'openSession', 'setCartLine', 'sortCategories'].indexOf(name) >= 0 ? 0 : 1
}

/** Sends so many requests of one kind to one operation; tells the first that was not refused as it should. */
async function firstFailure(
  { operation, kind, seed }: Case,
  numRuns: number,
  wire: Wire,
  tally: Map<string, number>,
): Promise<string | undefined> {
  const isRefused = fc.asyncProperty(kind.requests(operation, world), async ({ bytes }) => {
    const code = requireRefusal(await wire.send(bytes), declared)
    tally.set(code, (tally.get(code) ?? 0) + 1)
  })
  const outcome = await fc.check(isRefused, { numRuns, seed, endOnFailure: true })
  if (!outcome.failed) return undefined
  const shown = fc.stringify(outcome.counterexample?.[0])
  return `${operation.method} ${operation.path}, ${kind.name}: ${outcome.errorInstance}\n${shown}`
}

async function inTurns(all: readonly Case[], work: (one: Case, wire: Wire) => Promise<void>): Promise<void> {
  const waiting = [...all]
  const worker = async () => {
    const wire = openWire(world.port)
    try {
      for (let one = waiting.shift(); one; one = waiting.shift()) await work(one, wire)
    } finally {
      wire.close()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
