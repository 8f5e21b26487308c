import {
  CustomerRegisteredSchema,
  EmployeeChangedSchema,
  SessionRevokedSchema,
} from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import type { Outbox } from '#kit/messaging/outbox.ts'
import type { KitTx } from '#kit/storage/storage.ts'

/** What the user service tells the others. */
export type Announcements = ReturnType<typeof createAnnouncements>

export function createAnnouncements(outbox: Outbox) {
  return {
    customerRegistered: (tx: KitTx, customerId: string, registeredAt: number) =>
      outbox.announce(tx, CustomerRegisteredSchema, customerId, { customerId, registeredAt }),
    employeeChanged: (tx: KitTx, employeeId: string, shopId: string) =>
      outbox.announce(tx, EmployeeChangedSchema, employeeId, { employeeId, shopId }),
    sessionRevoked: (tx: KitTx, sessionId: string) =>
      outbox.announce(tx, SessionRevokedSchema, sessionId, { sessionId }),
  }
}
