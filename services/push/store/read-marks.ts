import type { Tx } from '#kit/storage/storage.ts'
import type { ReadMark } from '../ports.ts'
import type { PushTables } from './tables.ts'

/** Devices whose reading is remembered, per audience; of more, the longest unseen are forgotten. */
const devicesMax = 50

/** Never goes back; false where the audience has no such number yet. */
export async function moveMark(tx: Tx<PushTables>, mark: ReadMark): Promise<boolean> {
  const { audience, deviceId, seq, at } = mark
  const reached = tx.db.selectFrom('audience').select('name').where('name', '=', audience)
  const exists = await reached.where('last_seq', '>=', seq).executeTakeFirst()
  if (!exists) return seq === 0

  const isNew = await tx.insertIgnore('read_mark', { audience, device_id: deviceId, seq, at })
  if (isNew) await forgetDevices(tx, audience)
  const own = tx.db.updateTable('read_mark').set({ seq, at }).where('audience', '=', audience)
  await own.where('device_id', '=', deviceId).where('seq', '<', seq).execute()
  return true
}

async function forgetDevices(tx: Tx<PushTables>, audience: string): Promise<void> {
  const surplus = await tx.db
    .selectFrom('read_mark')
    .select('device_id')
    .where('audience', '=', audience)
    .orderBy('at', 'desc')
    .offset(devicesMax)
    .limit(devicesMax)
    .execute()
  for (const { device_id } of surplus) {
    const unseen = tx.db.deleteFrom('read_mark').where('audience', '=', audience)
    await unseen.where('device_id', '=', device_id).execute()
  }
}
