import { credentialValues, type Ground, type Profile } from './profile.ts'

/** A real installation: the defaults of every schema. */
export function productionProfile(ground: Ground): Profile {
  return { name: 'production', services: credentialValues(ground), sweepMs: 1000 }
}
