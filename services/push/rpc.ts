import { PushService } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import { currentContext } from '#kit/context.ts'
import { type Served, serve } from '#kit/rpc/service.ts'
import type { PushNeeds } from './ports.ts'
import { follow } from './use-cases/follow.ts'
import { listNotifications } from './use-cases/list-notifications.ts'
import { markRead } from './use-cases/mark-read.ts'

export function servePush(needs: PushNeeds): Served {
  return serve(PushService, {
    follow(request) {
      const { by, signal } = currentContext()
      return follow(needs, by, request, signal)
    },
    listNotifications: (request) => listNotifications(needs, currentContext().by, request),
    async markRead(request) {
      await markRead(needs, currentContext().by, request)
      return {}
    },
  })
}
