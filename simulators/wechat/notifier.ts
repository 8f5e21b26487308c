import type { Notification } from './books.ts'
import { noticeOf } from './notice.ts'
import { finishRefunds } from './refunds.ts'
import type { World } from './world.ts'

/** After how many seconds a notification without a 2xx is sent again; then it is given up. */
const pausesSeconds = [
  15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600,
]
const answerMs = 5000
const batch = 100

export interface Notifier {
  /** Looks for what is due, now and whenever something will be. */
  wake(): void
  /** Sends the newest notification about a trade or refund now, `times` at once; answers the statuses. */
  sendNow(ref: string, times: number): Promise<readonly number[]>
  stop(): Promise<void>
}

/** Sends notifications until they are answered; `scale` shortens the pauses between the attempts. */
export function createNotifier(outside: Omit<World, 'wake'>, scale: number): Notifier {
  const running = new Set<Promise<unknown>>()
  let cancel: () => void = () => undefined
  let isStopped = false
  const world: World = { ...outside, wake }

  function wake(): void {
    if (isStopped) return
    cancel()
    const at = nextDue(world)
    if (at !== null) cancel = world.clock.after(Math.max(0, at - world.clock.now()), pump)
  }

  function pump(): void {
    if (isStopped) return
    const due = world.books.commit(() => {
      finishRefunds(world)
      return takeDue(world, scale)
    })
    if (!world.switches.loseNotifications)
      for (const notification of due) follow(deliver(world, notification))
    wake()
  }

  /** Remembers what runs, so that stopping can wait for it. */
  function follow(work: Promise<void>): void {
    const watched = work.catch((error: unknown) => world.log.error('a notification failed', { error }))
    running.add(watched)
    void watched.finally(() => running.delete(watched))
  }

  return {
    wake,
    sendNow: (ref, times) => sendNewest(world, ref, times),
    async stop() {
      isStopped = true
      cancel()
      await Promise.all(running)
    },
  }
}

/** When the next notification or refund is due; null where nothing is. */
function nextDue({ books }: World): number | null {
  const sql = `SELECT MIN(at) AS at FROM (SELECT MIN(nextAt) AS at FROM notification
    UNION ALL SELECT MIN(dueAt) FROM refund WHERE status = 'PROCESSING')`
  return books.one<{ at: number | null }>(sql)?.at ?? null
}

async function deliver(world: World, notification: Notification): Promise<void> {
  const statuses = await sendCopies(world, notification, world.switches.repeatNotifications)
  if (!statuses.some(isOk)) return
  world.books.run('UPDATE notification SET nextAt = NULL WHERE id = ?', notification.id)
}

async function sendNewest(world: World, ref: string, times: number): Promise<readonly number[]> {
  const sql = 'SELECT * FROM notification WHERE ref = ? ORDER BY createdAt DESC LIMIT 1'
  const newest = world.books.one<Notification>(sql, ref)
  return newest ? sendCopies(world, newest, times) : []
}

function sendCopies(world: World, notification: Notification, times: number): Promise<readonly number[]> {
  return Promise.all(Array.from({ length: times }, () => post(world, notification)))
}

const isOk = (status: number) => status >= 200 && status < 300

/** Counts a sending before it happens, so that a kill in between costs a pause and not the notification. */
function takeDue(world: World, scale: number): readonly Notification[] {
  const now = world.clock.now()
  const order = world.switches.reorderNotifications ? 'DESC' : 'ASC'
  const sql = `SELECT * FROM notification WHERE nextAt <= ? ORDER BY nextAt ${order} LIMIT ${batch}`
  const due = world.books.all<Notification>(sql, now)
  for (const { id, sent } of due) {
    const pause = pausesSeconds[sent]
    const nextAt = pause === undefined ? null : now + Math.ceil(pause * 1000 * scale)
    world.books.run('UPDATE notification SET sent = sent + 1, nextAt = ? WHERE id = ?', nextAt, id)
  }
  return due
}

/** Sends one copy; answers the status, 0 where nobody answered. */
async function post(world: World, notification: Notification): Promise<number> {
  const { headers, body } = noticeOf(world, notification)
  const signal = AbortSignal.timeout(answerMs)
  try {
    const response = await fetch(notification.url, { method: 'POST', headers, body, signal })
    await response.arrayBuffer()
    return response.status
  } catch (error) {
    world.log.debug('a notification was not answered', { error })
    return 0
  }
}
