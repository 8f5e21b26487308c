import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { call } from '../api.ts'
import { i18n } from '../language.ts'
import { useAccount } from './account.ts'

/** Who has done what: `employee:3` by name where whoever looks may know the names. */
export const usePeople = defineStore('people', () => {
  const { t, te } = i18n.global
  const account = useAccount()
  const colleagues = shallowRef<ReadonlyMap<string, string>>(new Map())
  const names = computed(() => {
    const { subjectId = '', name = '' } = account.current ?? {}
    return new Map([...colleagues.value, [subjectId, name]])
  })

  async function load(): Promise<void> {
    if (!account.may('employees')) return
    const { items } = await call('listEmployees', { params: { shopId: account.shopId } })
    colleagues.value = new Map(items.map(({ id, name }) => [id, name]))
  }
  function nameOf(by: string): string {
    const [kind = '', id = ''] = by.split(':')
    if (kind === 'employee' && names.value.has(id)) return names.value.get(id) ?? ''
    const word = te(`person.${kind}`) ? t(`person.${kind}`) : kind
    return kind === 'employee' ? `${word} ${id}` : word
  }
  return { nameOf, load }
})
