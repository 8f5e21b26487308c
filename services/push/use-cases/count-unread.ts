import { checkAudience, type Person } from '../domain/audience.ts'
import type { MessageKind } from '../domain/message.ts'
import type { PushNeeds } from '../ports.ts'

export async function countUnread(
  needs: Pick<PushNeeds, 'store'>,
  by: Person,
  { audience, kinds }: { readonly audience: string; readonly kinds: readonly MessageKind[] },
): Promise<number> {
  return needs.store.countMessages({ audience: checkAudience(by, audience), status: 'UNREAD', kinds })
}
