import { checkAudience, type Person } from '../domain/audience.ts'
import { type MessageKind, type MessageStatus, partOf } from '../domain/message.ts'
import { toldTo } from '../domain/notice.ts'
import { checkCursor, checkLimit } from '../domain/page.ts'
import type { Message, PushNeeds } from '../ports.ts'

export interface MessagesWish {
  readonly audience: string
  readonly status: MessageStatus | undefined
  readonly kinds: readonly MessageKind[]
  readonly beforeSeq: number
  readonly limit: number
  /** 0: by `beforeSeq`. */
  readonly page: number
}

export interface Messages {
  readonly messages: readonly Message[]
  /** Of all pages; 0 where no page was asked for. */
  readonly total: number
  /** 0 at the end. */
  readonly nextSeq: number
}

/** The message centre, newest first: by number, or page by page with their total. */
export async function listMessages(
  needs: Pick<PushNeeds, 'store'>,
  by: Person,
  wish: MessagesWish,
): Promise<Messages> {
  const { beforeSeq, limit, page, ...choice } = wish
  checkAudience(by, choice.audience)
  checkCursor(beforeSeq, 0)
  checkLimit(limit, page)
  const listed = await needs.store.listMessages(choice, partOf(beforeSeq, page, limit))
  const messages = listed.map((message) => {
    return { ...message, notification: toldTo(by, message.notification) }
  })
  const total = page === 0 ? 0 : await needs.store.countMessages(choice)
  const nextSeq = messages.length === limit ? (messages.at(-1)?.notification.seq ?? 0) : 0
  return { messages, total, nextSeq }
}
