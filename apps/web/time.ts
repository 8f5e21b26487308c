/** Shops and their customers read the same clock, wherever the device is. */
export const shopZone = 'Asia/Shanghai'

const forms = {
  /** 18:30 */
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  /** 11-28 18:30 */
  short: { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  /** 2026-11-28 18:30 */
  long: { dateStyle: 'medium', timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** An instant of the API as the shop's clock shows it. */
export function shown(instant: string | number, form: keyof typeof forms, language: string): string {
  return new Intl.DateTimeFormat(language, { ...forms[form], timeZone: shopZone }).format(new Date(instant))
}

/** By the clock alone where it is today, with its date else. */
export function shownNear(instant: string | number, now: number, language: string): string {
  const isToday = dayOf(new Date(instant).getTime()) === dayOf(now)
  return shown(instant, isToday ? 'clock' : 'short', language)
}

/** 2026-11-28: the shop's day of an instant. */
export function dayOf(instant: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: shopZone }).format(instant)
}

/** 14:59 of what is left; 0:00 at the end. */
export function countdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
