import { checkAudience, type Person } from '../domain/audience.ts'
import { checkCursor, checkDevice, pageInvalid } from '../domain/page.ts'
import type { PushNeeds } from '../ports.ts'

export async function markRead(
  needs: Pick<PushNeeds, 'clock' | 'store'>,
  by: Person,
  read: { readonly audience: string; readonly deviceId: string; readonly seq: number },
): Promise<void> {
  const audience = checkAudience(by, read.audience)
  checkDevice(read.deviceId)
  checkCursor(read.seq, 0)
  const mark = { audience, deviceId: read.deviceId, seq: read.seq, at: needs.clock.now() }
  if (!(await needs.store.markRead(mark))) throw pageInvalid('seq')
}
