import { MessageKind, MessageStatus, PushService } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import { currentContext } from '#kit/context.ts'
import { Fault } from '#kit/fault.ts'
import { type Served, serve } from '#kit/rpc/service.ts'
import type { MessageKind as KindName, MessageStatus as StatusName } from './domain/message.ts'
import type { Message, PushNeeds } from './ports.ts'
import { countUnread } from './use-cases/count-unread.ts'
import { follow } from './use-cases/follow.ts'
import { listMessages } from './use-cases/list-messages.ts'
import { listNotifications } from './use-cases/list-notifications.ts'
import { markRead } from './use-cases/mark-read.ts'
import { readMessages } from './use-cases/read-messages.ts'

export function servePush(needs: PushNeeds): Served {
  const by = () => currentContext().by
  return serve(PushService, {
    follow: (request) => follow(needs, by(), request, currentContext().signal),
    listNotifications: (request) => listNotifications(needs, by(), request),
    async markRead(request) {
      await markRead(needs, by(), request)
      return {}
    },
    async listMessages({ status, kinds, ...wish }) {
      const asked = { ...wish, status: statusName(status), kinds: kinds.map(kindName) }
      const { messages, ...page } = await listMessages(needs, by(), asked)
      return { messages: messages.map(toMessage), ...page }
    },
    countUnread: async ({ audience, kinds }) => ({
      unread: await countUnread(needs, by(), { audience, kinds: kinds.map(kindName) }),
    }),
    readMessages: async (which) => ({ unread: await readMessages(needs, by(), which) }),
  })
}

function toMessage({ notification, kind, status }: Message) {
  return { notification, kind: MessageKind[kind], status: MessageStatus[status] }
}

function statusName(status: MessageStatus): StatusName | undefined {
  if (status === MessageStatus.UNSPECIFIED) return undefined
  return nameIn(MessageStatus, status) as StatusName
}

function kindName(kind: MessageKind): KindName {
  return nameIn(MessageKind, kind) as KindName
}

function nameIn(names: Readonly<Record<number, string>>, value: number): string {
  const name = names[value]
  if (name === undefined || value === 0)
    throw new Fault('invalid', 'MESSAGE_INVALID', 'a value is not one of those there are')
  return name
}
