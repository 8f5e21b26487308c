import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Order } from '../../web/gen/operations.ts'
import { follow, type Told } from '../../web/live.ts'
import { call, session } from '../api.ts'
import { columns, isNews, placed } from '../board-rules.ts'
import { useAccount } from './account.ts'

const pageLength = '50'

/** The orders the shop works on, as they stand now, and which of them nobody has looked at yet. */
export const useBoard = defineStore('board', () => {
  const account = useAccount()
  const orders = shallowRef<ReadonlyMap<string, Order>>(new Map())
  const unheard = ref(new Set<string>())
  const isLive = ref(false)
  const messages = shallowRef<readonly Told[]>([])
  const byColumn = computed(() => placed([...orders.value.values()]))
  let stop: (() => void) | undefined

  function keep(changed: readonly Order[]): void {
    const next = new Map(orders.value)
    for (const order of changed)
      if (order.version >= (next.get(order.id)?.version ?? 0)) next.set(order.id, order)
    orders.value = next
  }

  async function load(): Promise<void> {
    const asked = columns.map(({ states }) =>
      call('listShopOrders', {
        params: { shopId: account.shopId },
        query: { states: states.join(','), limit: pageLength },
      }),
    )
    keep((await Promise.all(asked)).flatMap(({ items }) => items))
  }

  async function read(id: string): Promise<void> {
    keep([await call('getOrder', { params: { id } })])
  }

  async function hear(told: Told): Promise<void> {
    messages.value = [told, ...messages.value].slice(0, 100)
    const { orderId } = told.payload
    if (typeof orderId !== 'string') return
    if (isNews(told.type)) unheard.value.add(orderId)
    await read(orderId).catch(() => undefined)
  }

  function acknowledge(): void {
    unheard.value.clear()
  }

  watch(
    () => account.shopId !== '' && !account.mustChangePassword,
    (works) => {
      stop?.()
      orders.value = new Map()
      stop = works ? follow({ session, hear: (told) => void hear(told), onState }) : undefined
    },
    { immediate: true },
  )
  /** What happened while nobody listened is read anew. */
  function onState(state: boolean): void {
    isLive.value = state
    if (state) void load().catch(() => undefined)
  }
  return { orders, byColumn, unheard, isLive, messages, keep, load, read, acknowledge }
})
