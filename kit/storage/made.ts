import type { KitTx } from './storage.ts'

/** What a command made that is done once, however often it comes; kept with the idempotency keys. */
export interface Made {
  /** The command's key within its scope. */
  readonly key: string
  readonly resourceId: string
  /** What tells the same command from another one with its key, up to 64 characters. */
  readonly fingerprint: string
}

/** What these keys have made already, by key. */
export async function findMade(
  { kit }: KitTx,
  scope: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Made>> {
  if (keys.length === 0) return new Map()
  const rows = await kit
    .selectFrom('idempotency')
    .select(['idem_key as key', 'resource_id as resourceId', 'fingerprint'])
    .where('scope', '=', scope)
    .where('idem_key', 'in', keys)
    .execute()
  return new Map(rows.map((row) => [row.key, row]))
}

/** Remembers what was made in this transaction; a key that is there already fails it. */
export async function recordMade(
  { kit }: KitTx,
  scope: string,
  made: readonly Made[],
  at: number,
): Promise<void> {
  if (made.length === 0) return
  const rows = made.map(({ key, resourceId, fingerprint }) => {
    return { scope, idem_key: key, fingerprint, resource_id: resourceId, created_at: at }
  })
  await kit.insertInto('idempotency').values(rows).execute()
}
