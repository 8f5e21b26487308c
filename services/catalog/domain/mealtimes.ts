import type { Catalog, Dish, Mealtime, SetMeal } from './catalog.ts'
import { checkRanges } from './hours-fields.ts'
import { dayAt, dayMs, instantOf, minuteMs, offsetAt } from './zone.ts'

const dayMinutes = 1440

/** A day's mealtimes in order, if they are apart. */
export function checkMealtimes(mealtimes: readonly Mealtime[]): readonly Mealtime[] {
  const ranges = mealtimes.map(({ fromMinute, toMinute }) => ({
    opensMinute: fromMinute,
    closesMinute: toMinute,
  }))
  return checkRanges('mealtimes', ranges).map(({ opensMinute, closesMinute }) => ({
    fromMinute: opensMinute,
    toMinute: closesMinute,
  }))
}

/** Whether it is the time of day for an item: its own mealtimes and its category's both hold. */
export function isMealtime(catalog: Catalog, item: Dish | SetMeal, at: number): boolean {
  const ofCategory = catalog.categories.get(item.categoryId)?.mealtimes ?? []
  return [item.mealtimes, ofCategory].every((mealtimes) => holds(mealtimes, at, catalog.shop.timeZone))
}

/** When the next mealtime of anything in the shop begins or ends; Infinity where all is sold all day. */
export function mealtimesChangeAt({ shop, ...catalog }: Catalog, now: number): number {
  const limited = [catalog.categories, catalog.dishes, catalog.setMeals].flatMap((map) => [...map.values()])
  const minutes = limited.flatMap(({ mealtimes }) =>
    mealtimes.flatMap(({ fromMinute, toMinute }) => [fromMinute, toMinute % dayMinutes]),
  )
  if (minutes.length === 0) return Number.POSITIVE_INFINITY
  const today = dayAt(now, shop.timeZone)
  const turns = [...new Set(minutes)].flatMap((minute) =>
    [today, today + 1].map((day) => instantOf(day, minute, shop.timeZone)),
  )
  return Math.min(...turns.filter((turn) => turn > now))
}

/** As a clock on the wall shows them; what ends no later than it begins does so on the next day. */
export function wallTimes(mealtimes: readonly Mealtime[]): readonly { from: string; to: string }[] {
  return mealtimes.map(({ fromMinute, toMinute }) => {
    const to = toMinute > dayMinutes ? toMinute - dayMinutes : toMinute
    return { from: wallTimeOf(fromMinute), to: wallTimeOf(to) }
  })
}

function wallTimeOf(minute: number): string {
  const padded = (value: number) => String(value).padStart(2, '0')
  return `${padded(Math.floor(minute / 60))}:${padded(minute % 60)}`
}

function holds(mealtimes: readonly Mealtime[], at: number, timeZone: string): boolean {
  if (mealtimes.length === 0) return true
  const minute = ((((at + offsetAt(at, timeZone)) % dayMs) + dayMs) % dayMs) / minuteMs
  return mealtimes.some(({ fromMinute, toMinute }) =>
    [minute, minute + dayMinutes].some((shown) => fromMinute <= shown && shown < toMinute),
  )
}
