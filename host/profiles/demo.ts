import { credentialValues, type Ground, merged, type Profile } from './profile.ts'

/** The demo's open doors: codes are shown. It binds to loopback only. */
export function demoProfile(ground: Ground): Profile {
  const services = merged(credentialValues(ground), { user: { showCodes: true } })
  return { name: 'demo', services, sweepMs: 1000, logLevel: 'warn' }
}
