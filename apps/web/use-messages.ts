import { ref, shallowRef, type WatchSource, watch } from 'vue'
import type { Call } from './api.ts'
import { useAttempt } from './attempt.ts'
import type { Message } from './gen/operations.ts'

export type MessageFilter = 'all' | 'UNREAD' | 'READ'

const pageLength = '30'

/** A message centre: what there is, newest first, and what of it nobody has read yet. */
export function useMessages(call: Call, onNews: WatchSource) {
  const messages = shallowRef<readonly Message[]>([])
  const unread = ref(0)
  const filter = ref<MessageFilter>('all')
  const nextBefore = ref<number | null>(null)
  const { problem, isRunning, attempt } = useAttempt()

  async function load(isMore = false): Promise<void> {
    const status = filter.value === 'all' ? {} : { status: filter.value }
    const before = isMore && nextBefore.value !== null ? { before: String(nextBefore.value) } : {}
    await attempt(async () => {
      const page = await call('listMessages', { query: { ...status, ...before, limit: pageLength } })
      messages.value = isMore ? [...messages.value, ...page.items] : page.items
      nextBefore.value = page.nextBefore
      unread.value = (await call('countUnreadMessages')).unread
    })
  }
  async function read(seq: number): Promise<void> {
    await attempt(() => call('readMessage', { params: { seq: String(seq) } }))
    await load()
  }
  async function readAll(): Promise<void> {
    const upToSeq = messages.value[0]?.seq
    if (upToSeq !== undefined) await attempt(() => call('readMessages', { body: { upToSeq } }))
    await load()
  }
  watch([onNews, filter], () => load(), { immediate: true })
  return { messages, unread, filter, nextBefore, problem, isRunning, load, read, readAll }
}
