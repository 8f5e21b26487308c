import assert from 'node:assert/strict'
import { parseArgs } from 'node:util'
import { audit } from '../../host/books/audit.ts'
import { checks } from '../../host/books/checks.ts'
import { lackingFor } from '../../host/servers/backing.ts'
import { carriersOf, type On, topologies } from '../../host/topologies.ts'
import { findInEtcd, findInNacos } from '../independent/finders.ts'
import { callFound } from '../independent/grpc-client.ts'
import { type Installation, install } from '../installation.ts'
import { afterSales } from './cases/after-sales.ts'
import { audits } from './cases/audit.ts'
import { cancelling } from './cases/cancelling.ts'
import { customers } from './cases/customers.ts'
import { employees } from './cases/employees.ts'
import { goods } from './cases/goods.ts'
import { jobs } from './cases/jobs.ts'
import { messages } from './cases/messages.ts'
import { oldFace } from './cases/old-face.ts'
import { operating } from './cases/operating.ts'
import { paying } from './cases/paying.ts'
import { placing } from './cases/placing.ts'
import { reports } from './cases/reports.ts'
import { sessions } from './cases/sessions.ts'
import { shop } from './cases/shop.ts'
import { openStage, type Stage } from './stage.ts'

const journeys = [
  ...[...placing, ...cancelling, ...paying, ...sessions, ...employees, ...audits],
  ...[
    ...shop,
    ...goods,
    ...oldFace,
    ...jobs,
    ...reports,
    ...customers,
    ...messages,
    ...afterSales,
    ...operating,
  ],
]
const settleMs = 20_000

/** `npm run journeys -- --on direct|codec|grpc|mysql|cloud [--only TEXT]`; without `--on` all of them. */
async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { on: text, only: text } })
  const chosen = topologies.filter((each) => values.on === undefined || values.on === each)
  if (chosen.length === 0) {
    console.error(`--on ${values.on}: it is one of ${topologies.join(', ')}`)
    return 2
  }
  let passed = 0
  let failed = 0
  for (const on of chosen) {
    const result = await runOn(on, values.only ?? '')
    passed += result.passed
    failed += result.failed
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}

/** A fresh platform, every journey in turn, and the books afterwards. */
async function runOn(on: On, only: string): Promise<{ passed: number; failed: number }> {
  const outcome = { passed: 0, failed: 0 }
  const lacking = lackingFor(on)
  if (lacking.length > 0) {
    console.error(`✖ ${on}: not on this machine: ${lacking.join(', ')}`)
    return { ...outcome, failed: 1 }
  }
  const installation = await install(on, { stalls: true })
  const count = (isGood: boolean) => void (isGood ? outcome.passed++ : outcome.failed++)
  try {
    const stage = await openStage(installation.platform)
    for (const journey of journeys) {
      if (journey.name.includes(only)) count(await tell(on, journey.name, () => journey.run(stage), stage))
    }
    const stranger = strangerOn(installation)
    if (stranger)
      count(await tell(on, 'a stranger’s gRPC client finds the catalog and calls it', stranger, stage))
    count(await tell(on, 'afterwards the books are clean', () => booksAreClean(installation), stage))
  } finally {
    await installation.close()
  }
  return outcome
}

/** What knows neither our code nor our addresses: only the .proto files and where the registry is. */
function strangerOn({ platform, backing }: Installation): (() => Promise<void>) | null {
  const { discovery: by } = carriersOf[platform.on]
  const registry = `http://${backing.values.discovery?.split('://')[1]}`
  if (by === 'static') return null
  return async () => {
    const answers = await callFound({
      find: by === 'etcd' ? findInEtcd(registry) : findInNacos(registry),
      service: 'catalog',
      proto: 'cangqiong/catalog/v1/catalog.proto',
      rpc: 'cangqiong.catalog.v1.CatalogService/GetMenu',
      request: { shop_id: '1' },
    })
    assert.equal(answers.size, 2, 'both instances were found')
    for (const answer of answers.values()) assert.match(JSON.stringify(answer), /etag/)
  }
}

async function tell(on: On, name: string, run: () => Promise<void>, stage: Stage): Promise<boolean> {
  const begunAt = performance.now()
  try {
    await run()
    console.log(`✔ ${on}: ${name} (${Math.round(performance.now() - begunAt)} ms)`)
    return true
  } catch (error) {
    console.error(`✖ ${on}: ${name}`)
    console.error(error)
    return false
  } finally {
    await stage.calm()
  }
}

async function booksAreClean(installation: Installation): Promise<void> {
  const books = installation.openBooks()
  try {
    const audited = await audit(books, checks, settleMs)
    const wrong = audited.filter(({ finding }) => finding.violations.length > 0)
    const told = wrong.map(
      ({ check, finding }) => `${check.id} ${check.says}: ${finding.violations.slice(0, 3).join('; ')}`,
    )
    if (told.length > 0) throw new Error(told.join('\n'))
  } finally {
    await books.close()
  }
}

process.exitCode = await main()
