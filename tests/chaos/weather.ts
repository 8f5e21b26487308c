import type { Draw } from './draw.ts'
import { type Patience, persist } from './patience.ts'

/** How a payment provider behaves on most days. */
const days: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { loseNotifications: true },
  { repeatNotifications: 3, reorderNotifications: true },
  { failAnswers: 'lose', failTimes: 4 },
  { failAnswers: 'refuse', failTimes: 4 },
  { refundAfterMs: 800 },
]

/** Another day at the provider; it forgets how it behaved when it dies. */
export async function changeWeather(wechatUrl: string, patience: Patience, draw: Draw): Promise<void> {
  await clearUp(wechatUrl, patience)
  const request = { method: 'PUT', path: '/simulator/switches', body: draw.one(days) }
  await persist(wechatUrl, request, patience)
}

export async function clearUp(wechatUrl: string, patience: Patience): Promise<void> {
  await persist(wechatUrl, { method: 'POST', path: '/simulator/reset' }, patience)
}
