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
  const { problem, isRunning, attempt, latest } = useAttempt()

  async function load(isMore = false): Promise<void> {
    const status = filter.value === 'all' ? {} : { status: filter.value }
    const before = isMore && nextBefore.value !== null ? { before: String(nextBefore.value) } : {}
    const query = { ...status, ...before, limit: pageLength }
    const answers = await latest(() =>
      Promise.all([call('listMessages', { query }), call('countUnreadMessages')]),
    )
    if (!answers) return
    const [page, counted] = answers
    messages.value = isMore ? [...messages.value, ...page.items] : page.items
    nextBefore.value = page.nextBefore
    unread.value = counted.unread
  }
  async function read(seq: number): Promise<void> {
    const isRead = await attempt(() => call('readMessage', { params: { seq: String(seq) } }).then(() => true))
    if (isRead) await load()
  }
  /** Up to the newest there is, whatever the list shows. */
  async function readAll(): Promise<void> {
    const isRead = await attempt(async () => {
      const { items } = await call('listMessages', { query: { limit: '1' } })
      const upToSeq = items[0]?.seq
      if (upToSeq !== undefined) await call('readMessages', { body: { upToSeq } })
      return true
    })
    if (isRead) await load()
  }
  watch([onNews, filter], () => load(), { immediate: true })
  return { messages, unread, filter, nextBefore, problem, isRunning, load, read, readAll }
}
