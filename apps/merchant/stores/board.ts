import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { eventually } from '../../web/eventually.ts'
import type { Order } from '../../web/gen/operations.ts'
import { follow, type Told } from '../../web/live.ts'
import { call, session } from '../api.ts'
import { columns, isNews, placed } from '../board-rules.ts'
import { useAccount } from './account.ts'

const pageLength = '50'
const messagesMax = 100

/** The orders the shop works on, as they stand now, and which of them nobody has looked at yet. */
export const useBoard = defineStore('board', () => {
  const account = useAccount()
  const { orders, byColumn, keep } = createOrders()
  const unheard = ref(new Set<string>())
  const isLive = ref(false)
  const isLoaded = ref(false)
  const messages = shallowRef<readonly Told[]>([])
  let stop: (() => void) | undefined

  const counts = shallowRef<ReadonlyMap<string, number>>(new Map())

  async function count(): Promise<void> {
    const { items } = await call('countShopOrders', { params: { shopId: account.shopId } })
    counts.value = new Map(items.map(({ state, orders: many }) => [state, many]))
  }
  async function load(): Promise<void> {
    const [listed] = await Promise.all([listAll(account.shopId), count()])
    keep(listed)
    isLoaded.value = true
  }
  const read = async (id: string) => keep([await call('getOrder', { params: { id } })])
  const acknowledge = () => unheard.value.clear()

  function hear(told: Told): void {
    messages.value = [told, ...messages.value].slice(0, messagesMax)
    const { orderId } = told.payload
    if (typeof orderId !== 'string') return
    if (isNews(told.type)) unheard.value.add(orderId)
    eventually(() => Promise.all([read(orderId), count()]))
  }
  /** What happened while nobody listened is read anew. */
  function onState(state: boolean): void {
    isLive.value = state
    if (state) eventually(load)
  }
  watch(
    () => account.shopId !== '' && !account.mustChangePassword,
    (works) => {
      stop?.()
      orders.value = new Map()
      stop = works ? follow({ session, hear, onState }) : undefined
    },
    { immediate: true },
  )
  return { orders, byColumn, counts, unheard, isLive, isLoaded, messages, keep, load, read, acknowledge }
})

function createOrders() {
  const orders = shallowRef<ReadonlyMap<string, Order>>(new Map())
  const byColumn = computed(() => placed([...orders.value.values()]))

  /** An answer that was overtaken changes nothing. */
  function keep(changed: readonly Order[]): void {
    const next = new Map(orders.value)
    for (const order of changed)
      if (order.version >= (next.get(order.id)?.version ?? 0)) next.set(order.id, order)
    orders.value = next
  }
  return { orders, byColumn, keep }
}

async function listAll(shopId: string): Promise<readonly Order[]> {
  const asked = columns.map(({ states }) =>
    call('listShopOrders', { params: { shopId }, query: { states: states.join(','), limit: pageLength } }),
  )
  return (await Promise.all(asked)).flatMap(({ items }) => items)
}
