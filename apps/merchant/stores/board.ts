import { defineStore } from 'pinia'
import { computed, type Ref, ref, shallowRef, watch } from 'vue'
import type { ReplyOf } from '../../web/api.ts'
import { eventually } from '../../web/eventually.ts'
import type { Order } from '../../web/gen/operations.ts'
import { follow, type Told } from '../../web/live.ts'
import { call, session } from '../api.ts'
import { useBellNotes } from '../bell-notes.ts'
import { acknowledged, callsOf, reminded, without } from '../bell-rules.ts'
import { activeColumns, type Column, endedColumns, endedMax, isActive, placed } from '../board-rules.ts'
import { useAccount } from './account.ts'

type OrderPage = ReplyOf<'listShopOrders'>

const pageLength = String(endedMax)
const messagesMax = 100

/** The orders the shop works on, as they stand now, and which of them nobody has looked at yet. */
export const useBoard = defineStore('board', () => {
  const account = useAccount()
  const { orders, byColumn, keep } = createOrders()
  const { calls, remind, hush, acknowledge, forget } = createHeard(orders)
  const isLive = ref(false)
  const isLoaded = ref(false)
  const messages = shallowRef<readonly Told[]>([])
  let stop: (() => void) | undefined

  const counts = shallowRef<ReadonlyMap<string, number>>(new Map())

  async function count(): Promise<void> {
    const { items } = await call('countShopOrders', { params: { shopId: account.shopId } })
    counts.value = new Map(items.map(({ state, orders: many }) => [state, many]))
  }
  /** What was known to be under way and is not listed any more has gone on: it is asked for by itself. */
  async function load(): Promise<void> {
    const [listed] = await Promise.all([listAll(account.shopId), count()])
    const gone = underWayBeside(listed, orders.value)
    keep(listed)
    forget(listed)
    await Promise.all(gone.map(({ id }) => read(id)))
    isLoaded.value = true
  }
  const read = async (id: string) => keep([await call('getOrder', { params: { id } })])

  function hear(told: Told): void {
    messages.value = [told, ...messages.value].slice(0, messagesMax)
    const { orderId } = told.payload
    if (typeof orderId !== 'string') return
    if (told.type === 'order.reminded') remind(orderId, told.seq)
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
  const verbs = { keep, load, read, hush, acknowledge }
  return { orders, byColumn, counts, calls, isLive, isLoaded, messages, ...verbs }
})

function underWayBeside(listed: readonly Order[], known: ReadonlyMap<string, Order>): readonly Order[] {
  const found = new Set(listed.map(({ id }) => id))
  return [...known.values()].filter(({ id, state }) => isActive(state) && !found.has(id))
}

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

/** What rings, and what somebody on this device has taken note of. */
function createHeard(orders: Readonly<Ref<ReadonlyMap<string, Order>>>) {
  const { notes, change } = useBellNotes()
  const calls = computed(() => callsOf(notes.value, [...orders.value.values()]))
  const hush = (id: string) => change((before) => acknowledged(before, [id]))
  const acknowledge = () => change((before) => acknowledged(before, calls.value.keys()))
  const remind = (id: string, seq: number) => change((before) => reminded(before, id, seq))
  const forget = (over: readonly Order[]) => change((before) => without(before, over))
  return { calls, remind, hush, acknowledge, forget }
}

/** All that somebody has something to do with, and the newest of what is over. */
async function listAll(shopId: string): Promise<readonly Order[]> {
  const active = activeColumns.map((state) => listWhole(shopId, state))
  const ended = endedColumns.map(async (state) => (await listPage(shopId, state)).items)
  return (await Promise.all([...active, ...ended])).flat()
}

async function listWhole(shopId: string, state: Column): Promise<readonly Order[]> {
  const orders: Order[] = []
  let cursor: string | null = null
  do {
    const page: OrderPage = await listPage(shopId, state, cursor)
    orders.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return orders
}

function listPage(shopId: string, states: Column, cursor: string | null = null): Promise<OrderPage> {
  const query = { states, limit: pageLength, ...(cursor !== null && { cursor }) }
  return call('listShopOrders', { params: { shopId }, query })
}
