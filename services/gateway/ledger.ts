import { currentContext, outsideContext, withContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import type { Ledger } from '#kit/http/ledger.ts'
import type { Clients } from './clients.ts'
import { shopOf } from './http.ts'
import { detailsOf, subjectOf } from './shapes/act.ts'

/** Acts are entered into the chain of audits that the user service keeps. */
export function createLedger({ user }: Pick<Clients, 'user'>): Ledger {
  return async (act) => {
    const said = { action: act.name, subject: subjectOf(act, shopOf(currentContext().by)) }
    const { seq } = await user.recordAct({ ...said, details: detailsOf(act) }).catch(notDone)
    return (reason) =>
      afterwards(async () => {
        await user.recordAct({ ...said, details: JSON.stringify({ refused: reason, entry: seq }) })
      })
  }
}

/** Whether it was entered may be open; that nothing else was done is not. */
function notDone(error: unknown): never {
  const isOpen = error instanceof Fault && (error.kind === 'expired' || error.kind === 'internal')
  if (!isOpen || error.reason === 'CANCELLED') throw error
  const message = 'The audit cannot be written, so nothing was changed; try again in a moment'
  throw new Fault('unavailable', 'UNREACHABLE', message, { cause: error })
}

/** A refusal is entered even where the time of the request is over and nobody waits. */
function afterwards<T>(work: () => Promise<T>): Promise<T> {
  const { deadline, signal } = outsideContext
  return withContext({ deadline, signal }, work)
}
