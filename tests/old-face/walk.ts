import { keepable, NothingKept } from './kept.ts'
import type { Postman } from './postman.ts'
import { parseRaw, type Raw, shown, standingAt } from './raw-json.ts'
import type { Answer, FileStart, Row } from './row.ts'
import { send, type Told, type World } from './send.ts'
import { differences, type Shape } from './shape.ts'

export interface Street extends World {
  readonly postman: Postman
}

/** Goes through the table from the top; a row may use what the rows above have kept. */
export interface Walker {
  /** Everything in which the answer differs from the row; empty where it fits. */
  judge(row: Row, options: { readonly isPatient: boolean }): Promise<readonly string[]>
}

/** Reads follow writes within moments; a read that does not fit yet is asked again until then. */
const patienceMs = 2000
const pauseMs = 50

export function walk(street: Street): Walker {
  const kept = new Map<string, string | number>(momentsOf(Date.now()))

  function keep({ keeps = {} }: Row, raw: Raw): readonly string[] {
    return Object.entries(keeps).flatMap(([name, where]) => {
      const { at, part } = typeof where === 'string' ? { at: where, part: null } : where
      const whole = keepable(standingAt(raw, at))
      const value = part === null ? whole : part.exec(String(whole))?.[1]
      if (value !== undefined) kept.set(name, value)
      return value === undefined ? [`${at}: wanted a ${name}, got ${shown(standingAt(raw, at))}`] : []
    })
  }

  async function judgeOnce(row: Row): Promise<readonly string[]> {
    const { who, call, answers } = row
    const isLetter = who === 'wechat' && call.startsWith('POST /notify/')
    const told = isLetter
      ? await street.postman.bringsAgain(call.replace('POST ', ''))
      : await send(row, kept, street)
    const outside = judgeFrame(answers, told)
    if (outside.length > 0) return outside
    if ('begins' in answers.body) return judgeFile(answers.body, told)
    return judgeJson(answers.body, told, row)
  }

  function judgeJson(shape: Shape, { bytes }: Told, row: Row): readonly string[] {
    const text = Buffer.from(bytes).toString()
    const raw = readJson(text)
    if (raw === undefined) return [`the body: wanted JSON, got ${text.slice(0, 200)}`]
    // What can be kept is kept of an answer that differs too, so that one difference stays one.
    return [...keep(row, raw), ...differences(shape, raw, kept)]
  }

  /** A row whose forerunner failed differs as well; everything else thrown is a fault of the walk. */
  const judgeOrLack = (row: Row) =>
    judgeOnce(row).catch((error: unknown) => {
      if (error instanceof NothingKept) return [error.message]
      throw error
    })

  return {
    async judge(row, { isPatient }) {
      const endsAt = Date.now() + patienceMs
      for (;;) {
        const found = await judgeOrLack(row)
        const isFinal = !isPatient || !row.call.startsWith('GET ') || Date.now() > endsAt
        if (found.length === 0 || isFinal) return found
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
      }
    },
  }
}

function readJson(text: string): Raw | undefined {
  try {
    return parseRaw(text)
  } catch {
    return undefined
  }
}

function judgeFrame(wanted: Answer, { status, media, bytes }: Told): readonly string[] {
  const start = Buffer.from(bytes.subarray(0, 300)).toString()
  return [
    ...(status === wanted.status ? [] : [`status: wanted ${wanted.status}, got ${status} with ${start}`]),
    ...(media === wanted.media ? [] : [`content-type: wanted ${wanted.media}, got ${media}`]),
  ]
}

function judgeFile({ begins }: FileStart, { bytes }: Told): readonly string[] {
  const start = Buffer.from(bytes.subarray(0, begins.length)).toString('latin1')
  return start === begins ? [] : [`the file: wanted one that begins with ${begins}, got ${start}`]
}

const dayMs = 86_400_000

/** Days and times that rows speak of, in China’s time. */
function momentsOf(now: number): readonly (readonly [string, string])[] {
  const at = (instant: number) =>
    new Date(instant + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
  const day = (days: number) => at(now + days * dayMs).slice(0, 10)
  return [
    ['today', day(0)],
    ['yesterday', day(-1)],
    ['sixDaysAgo', day(-6)],
    ['inThreeDays', day(3)],
    ['inNineDays', day(9)],
    ['inAnHour', at(now + 3_600_000)],
  ]
}
