import { Fault } from '#kit/fault.ts'
import { type AddressFields, checkAddress } from '../domain/address.ts'
import { assertBounded, type ImportedAddress } from '../domain/imported.ts'
import { assertSystem, type Person } from '../domain/person.ts'
import type { Imported, UserNeeds } from '../ports.ts'

/** Brings addresses over, each once; where nobody could be found by one it stays behind alone. */
export async function importAddresses(
  needs: Pick<UserNeeds, 'imports' | 'clock'>,
  by: Person,
  addresses: readonly ImportedAddress[],
): Promise<readonly Imported[]> {
  assertSystem(by)
  assertBounded(addresses)
  const sound = addresses.flatMap((one) => {
    const fields = soundFields(one.fields)
    return fields ? [{ ...one, fields }] : []
  })
  const imported = await needs.imports.importAddresses(sound, needs.clock.now())
  const byOldId = new Map(imported.map((one) => [one.oldId, one]))
  return addresses.map(({ oldId }) => byOldId.get(oldId) ?? { oldId, id: '', skipped: 'ADDRESS_INVALID' })
}

function soundFields(fields: AddressFields): AddressFields | undefined {
  try {
    return checkAddress(fields)
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}
