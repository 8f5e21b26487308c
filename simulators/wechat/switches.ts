import { z } from 'zod'

/** What a dishonest or broken notification has wrong: its content, or what proves it. */
export const tampers = [
  'nothing',
  'amount',
  'currency',
  'mchid',
  'appid',
  'payer',
  'trade',
  'signature',
  'signtest',
  'timestamp',
  'serial',
  'nonce',
  'aad',
  'body',
] as const

export const switchesSchema = z.strictObject({
  /** Notifications count as sent but never arrive; they are tried again on schedule. */
  loseNotifications: z.boolean(),
  delayNotificationsMs: z.int().min(0),
  /** Every notification is sent this many times at once. */
  repeatNotifications: z.int().min(1).max(1000),
  /** First sendings are held back for a random time below one second, so that later ones overtake. */
  reorderNotifications: z.boolean(),
  tamper: z.enum(tampers),
  delayAnswersMs: z.int().min(0),
  /** `refuse`: 500 and nothing done; `lose`: done, but the connection ends without an answer. */
  failAnswers: z.enum(['never', 'refuse', 'lose', 'limit']),
  /** Only answers to paths that contain this text are delayed or fail; empty: all of /v3. */
  failOnly: z.string(),
  /** How many answers fail before all is well again; 0: until switched off. */
  failTimes: z.int().min(0),
  /** How long a refund stays PROCESSING. */
  refundAfterMs: z.int().min(0),
  refundOutcome: z.enum(['SUCCESS', 'ABNORMAL', 'CLOSED']),
  /** Refunds are refused with NOTENOUGH. */
  balanceShort: z.boolean(),
  /** The anomaly: a closed trade can be paid. */
  payAfterClose: z.boolean(),
  signWith: z.enum(['certificate', 'next certificate', 'public key']),
})

export type Switches = z.infer<typeof switchesSchema>
export type Tamper = Switches['tamper']

/** A provider on a good day. */
export const goodDay: Readonly<Switches> = {
  loseNotifications: false,
  delayNotificationsMs: 0,
  repeatNotifications: 1,
  reorderNotifications: false,
  tamper: 'nothing',
  delayAnswersMs: 0,
  failAnswers: 'never',
  failOnly: '',
  failTimes: 0,
  refundAfterMs: 0,
  refundOutcome: 'SUCCESS',
  balanceShort: false,
  payAfterClose: false,
  signWith: 'certificate',
}

/** Whether the answer to `path` fails now; counts down `failTimes`. */
export function takeFailure(switches: Switches, path: string): Switches['failAnswers'] {
  if (switches.failAnswers === 'never' || !path.includes(switches.failOnly)) return 'never'
  const { failAnswers } = switches
  if (switches.failTimes > 0 && --switches.failTimes === 0) switches.failAnswers = 'never'
  return failAnswers
}
