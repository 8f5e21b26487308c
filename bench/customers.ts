import { audit } from '../host/books/audit.ts'
import { checks } from '../host/books/checks.ts'
import { openBooks } from '../host/books/open-books.ts'
import type { Platform } from '../host/supervisor/platform.ts'
import { type Bench, figure, type Row } from './bench.ts'
import { figuresOf } from './crowd/figures.ts'
import { measure } from './crowd/measure.ts'
import { gather } from './crowd/people.ts'
import type { StoryPlan } from './crowd/story.ts'
import { openPlatform, portOf } from './platform.ts'

const seed = Number(process.env.SEED ?? '1')
const count = Number(process.env.CUSTOMERS ?? '1000')

/**
 * Customers with time to think, from the menu to the door, on real servers; then the books are held against
 * every invariant that always holds.
 */
export const customers: Bench = {
  name: 'customers',
  says: `${count} customers with 1 to 10 s of thought between any two steps, and 2 employees, on mysql`,
  alone: { seconds: 300 },
  async run(seconds) {
    const { platform, close } = await openPlatform('mysql')
    try {
      const port = portOf(platform.url)
      const crowd = await gather(port, count)
      const plan: StoryPlan = { port, crowd, seconds, seed }
      const { report, cpu, settledAfterMs } = await measure(platform, 'story.ts', plan)
      return [
        ...figuresOf('customers', report, cpu),
        figure('customers settled after', settledAfterMs, 'ms'),
        await violations(platform),
      ]
    } finally {
      await close()
    }
  },
}

async function violations({ dataDir, on }: Platform): Promise<Row> {
  const books = openBooks({ dataDir, on })
  try {
    const always = checks.filter(({ when }) => when === 'always')
    const found = (await audit(books, always, 0)).flatMap(({ check, finding }) =>
      finding.violations.map((violation) => `${check.id} ${violation}`),
    )
    for (const violation of found) console.error(violation)
    return { ...figure('customers books', found.length, 'violations'), goal: '0', mustBe: 0 }
  } finally {
    await books.close()
  }
}
