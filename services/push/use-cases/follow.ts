import { checkAudience, type Person } from '../domain/audience.ts'
import { type Notification, toldTo } from '../domain/notice.ts'
import { checkCursor, fromNowOn } from '../domain/page.ts'
import type { PushNeeds } from '../ports.ts'

/** A slow reader holds this many rows and no more: the rest wait in the table. */
const pageSize = 100

/** Every notification after the cursor, then each new one, until the reader leaves or the service drains. */
export async function* follow(
  needs: Pick<PushNeeds, 'bells' | 'rules' | 'store'>,
  by: Person,
  from: { readonly audience: string; readonly afterSeq: number },
  signal: AbortSignal,
): AsyncGenerator<Notification, void, void> {
  const audience = checkAudience(by, from.audience)
  checkCursor(from.afterSeq, fromNowOn)
  const { pollMs, eagerMs } = needs.rules()
  const bell = needs.bells.hang(audience, signal)
  try {
    let seen = from.afterSeq === fromNowOn ? await needs.store.findLastSeq(audience) : from.afterSeq
    let waitMs = pollMs
    while (!bell.isStill()) {
      const page = await needs.store.listAfter(audience, seen, pageSize)
      for (const notification of page) yield toldTo(by, notification)
      seen = page.at(-1)?.seq ?? seen
      if (page.length === pageSize) continue
      if (page.length > 0) waitMs = pollMs
      // A bell may ring before what it rang for is committed: then look again soon, and less and less often.
      waitMs = (await bell.heard(waitMs)) ? eagerMs : Math.min(waitMs * 2, pollMs)
    }
  } finally {
    bell.takeDown()
  }
}
