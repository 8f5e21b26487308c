import {
  CustomerDeletedSchema,
  CustomerRegisteredSchema,
  EmployeeChangedSchema,
  SessionRevokedSchema,
} from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import type { Outbox } from '#kit/messaging/outbox.ts'
import type { KitTx } from '#kit/storage/storage.ts'
import type { Registration } from './domain/customer.ts'

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
    customerDeleted: (tx: KitTx, customerId: string, deletedAt: number) =>
      outbox.announce(tx, CustomerDeletedSchema, customerId, { customerId, deletedAt }),
    employeeChanged: (tx: KitTx, employeeId: string, shopId: string) =>
      outbox.announce(tx, EmployeeChangedSchema, employeeId, { employeeId, shopId }),
    sessionRevoked: (tx: KitTx, sessionId: string) =>
      outbox.announce(tx, SessionRevokedSchema, sessionId, { sessionId }),
  }
}

export function registeredMessage({ id, createdAt }: Pick<Registration, 'id' | 'createdAt'>) {
  return { customerId: id, registeredAt: createdAt }
}

/** Nothing for a customer who is still there. */
export function deletedMessages({ id: customerId, deletedAt }: Registration) {
  return deletedAt === null ? [] : [{ customerId, deletedAt }]
}
