import { checkAudience, type Person } from '../domain/audience.ts'
import { checkSeqs, messageMissing } from '../domain/message.ts'
import { checkCursor } from '../domain/page.ts'
import type { PushNeeds } from '../ports.ts'

/** Read is read for everybody of the audience. Answers how many are still unread. */
export async function readMessages(
  needs: Pick<PushNeeds, 'store'>,
  by: Person,
  which: { readonly audience: string; readonly seqs: readonly number[]; readonly upToSeq: number },
): Promise<number> {
  const audience = checkAudience(by, which.audience)
  checkSeqs(which.seqs)
  checkCursor(which.upToSeq, 0)
  const unread = await needs.store.readMessages(audience, which)
  if (unread === undefined) throw messageMissing()
  return unread
}
