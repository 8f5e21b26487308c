import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { RequestOf } from '../../web/api.ts'
import type { Address } from '../../web/gen/operations.ts'
import { call, personNow } from '../api.ts'

export type AddressFields = RequestOf<'createAddress'>['body']

/** Where the customer has food sent to. */
export const useAddresses = defineStore('addresses', () => {
  const all = shallowRef<readonly Address[]>([])
  const chosenId = shallowRef('')
  /** The one that was chosen for this order, else the default. */
  const chosen = computed(() => all.value.find(({ id }) => id === chosenId.value) ?? all.value[0])

  async function load(): Promise<void> {
    const asker = personNow()
    const { items } = await call('listAddresses')
    if (personNow() === asker) all.value = items
  }
  async function save(id: string | null, body: AddressFields): Promise<void> {
    const saved =
      id === null
        ? await call('createAddress', { body })
        : await call('updateAddress', { params: { id }, body })
    chosenId.value = saved.id
    await load()
  }
  async function makeDefault(id: string): Promise<void> {
    await call('setDefaultAddress', { params: { id } })
    await load()
  }
  async function remove(id: string): Promise<void> {
    await call('deleteAddress', { params: { id } })
    await load()
  }
  function forget(): void {
    all.value = []
    chosenId.value = ''
  }
  return { all, chosen, chosenId, load, save, makeDefault, remove, forget }
})
