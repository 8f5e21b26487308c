import {
  CustomerRegisteredSchema,
  EmployeeChangedSchema,
  SessionRevokedSchema,
} from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import type { Outbox } from '#kit/messaging/outbox.ts'
import type { KitTx } from '#kit/storage/storage.ts'
import type { Customer } from './domain/customer.ts'

/** What the user service tells the others. */
export type Announcements = ReturnType<typeof createAnnouncements>

export function createAnnouncements(outbox: Outbox) {
  return {
    customerRegistered: (tx: KitTx, customerId: string, registeredAt: number) =>
      outbox.announce(
        tx,
        CustomerRegisteredSchema,
        customerId,
        registeredMessage({ id: customerId, createdAt: registeredAt }),
      ),
    employeeChanged: (tx: KitTx, employeeId: string, shopId: string) =>
      outbox.announce(tx, EmployeeChangedSchema, employeeId, { employeeId, shopId }),
    sessionRevoked: (tx: KitTx, sessionId: string) =>
      outbox.announce(tx, SessionRevokedSchema, sessionId, { sessionId }),
  }
}

export function registeredMessage({
  id: customerId,
  createdAt: registeredAt,
}: Pick<Customer, 'id' | 'createdAt'>) {
  return { customerId, registeredAt }
}
