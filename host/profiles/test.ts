import { credentialValues, type Ground, merged, type Profile } from './profile.ts'

const wide = { bucketSize: 1_000_000, refillTokens: 1_000_000 }

/** Limits have tests of their own; journeys and kills press as hard as they can. */
const boundless = {
  read: wide,
  write: wide,
  login: wide,
  stream: wide,
  notify: wide,
  page: wide,
  unrouted: wide,
}

/** Short durations, so that no test waits for time: only for a state, with a bound. */
export function testProfile(ground: Ground): Profile {
  const services = merged(credentialValues(ground), {
    user: { showCodes: true, codePauseMs: 1, accessTokenMs: 4000, loginLockMs: 5000 },
    order: {
      payWindowMs: 3000,
      placeRetryMs: 400,
      placeWaitMs: 1500,
      deliveryWindowMs: 3000,
      reminderPauseMs: 500,
      personalKeptMs: 1000,
    },
    payment: { queryPausesMs: [200, 300, 600], refundPausesMs: [200, 400], closedCheckMs: 500 },
    gateway: { rates: boundless, validateResponses: true, docs: true },
  })
  return { name: 'test', services, sweepMs: 200 }
}
