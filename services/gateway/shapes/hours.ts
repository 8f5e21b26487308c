import { z } from 'zod'
import type { ShopHoursSchema } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'

/** What a clock on the wall shows; 24:00 is the end of the day. */
export const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
const range = { opens: wallTime, closes: wallTime }

export const weekFields = z.strictObject({
  week: z.array(z.strictObject({ weekday: z.int().min(1).max(7), ...range })).max(35),
})

export const exceptionFields = z.strictObject({ ranges: z.array(z.strictObject(range)).max(5) })

const exceptionShape = z.strictObject({ date: z.string(), ...exceptionFields.shape })

export const hoursShape = z
  .strictObject({ ...weekFields.shape, exceptions: z.array(exceptionShape) })
  .meta({ id: 'ShopHours' })

interface WallRange {
  readonly opens: string
  readonly closes: string
}

interface MinuteRange {
  readonly opensMinute: number
  readonly closesMinute: number
}

const dayMinutes = 1440

/** What closes no later than it opens does so on the next day. */
export function minutesOf<Range extends WallRange>({ opens, closes, ...rest }: Range) {
  const opensMinute = minuteOf(opens)
  const sameDay = minuteOf(closes)
  return { ...rest, opensMinute, closesMinute: sameDay > opensMinute ? sameDay : sameDay + dayMinutes }
}

export function shapeHours({ week, exceptions }: PlainOf<typeof ShopHoursSchema>) {
  return {
    week: week.map(({ weekday, ...minutes }) => ({ weekday, ...wallTimes(minutes) })),
    exceptions: exceptions.map(({ date, ranges }) => ({ date, ranges: ranges.map(wallTimes) })),
  }
}

export function wallTimes({ opensMinute, closesMinute }: MinuteRange): WallRange {
  const closes = closesMinute > dayMinutes ? closesMinute - dayMinutes : closesMinute
  return { opens: wallTimeOf(opensMinute), closes: wallTimeOf(closes) }
}

function minuteOf(wall: string): number {
  const [hours, minutes] = wall.split(':')
  return Number(hours) * 60 + Number(minutes)
}

function wallTimeOf(minute: number): string {
  const padded = (value: number) => String(value).padStart(2, '0')
  return `${padded(Math.floor(minute / 60))}:${padded(minute % 60)}`
}
