import { type Act, actFact } from '../domain/audit.ts'
import type { Person } from '../domain/person.ts'
import type { UserNeeds } from '../ports.ts'

/** The number of the entry. */
export function recordAct(
  { audit, clock }: Pick<UserNeeds, 'audit' | 'clock'>,
  by: Person,
  act: Act,
): Promise<number> {
  return audit.recordFact(actFact(by, act, clock.now()))
}
