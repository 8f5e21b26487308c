import type { Storage } from '#kit/storage/storage.ts'
import { readNumberId } from '../domain/number-id.ts'
import type { Announcements } from '../events.ts'
import type { EmployeeStore } from '../ports.ts'
import { changePassword } from './change-password.ts'
import { applyChange, insertEmployee } from './employee-changes.ts'
import { employeeOf } from './employee-row.ts'
import { unlock } from './failures.ts'
import type { UserTables } from './tables.ts'

const listedMax = 500

type Reading = 'findLogin' | 'findEmployee' | 'listEmployees'

export function createEmployeeStore(
  storage: Storage<UserTables>,
  announcements: Announcements,
): EmployeeStore {
  return { ...reading(storage), ...changing(storage, announcements) }
}

function reading(storage: Storage<UserTables>): Pick<EmployeeStore, Reading> {
  return {
    async findLogin(username) {
      const row = await storage.read('findLogin', (db) =>
        db
          .selectFrom('employee')
          .selectAll()
          .where('username', '=', username)
          .where('deleted', '=', 0)
          .executeTakeFirst(),
      )
      return row && { employee: employeeOf(row), passwordHash: row.password_hash }
    },

    async findEmployee(employeeId) {
      const id = readNumberId(employeeId)
      if (id === undefined) return undefined
      const row = await storage.read('findEmployee', (db) =>
        db
          .selectFrom('employee')
          .selectAll()
          .where('id', '=', id)
          .where('deleted', '=', 0)
          .executeTakeFirst(),
      )
      return row && employeeOf(row)
    },

    async listEmployees(shopId) {
      const rows = await storage.read('listEmployees', (db) =>
        db
          .selectFrom('employee')
          .selectAll()
          .where('shop_id', '=', shopId)
          .where('deleted', '=', 0)
          .orderBy('id')
          .limit(listedMax)
          .execute(),
      )
      return rows.map(employeeOf)
    },
  }
}

function changing(storage: Storage<UserTables>, announcements: Announcements): Omit<EmployeeStore, Reading> {
  return {
    createEmployee: (draft, credentials) =>
      storage.tx('createEmployee', (tx) => insertEmployee(tx, announcements, draft, credentials)),

    recordChange: (employee, change) =>
      storage.tx('recordChange', async (tx) => {
        const changed = await applyChange(tx, announcements, employee, change)
        const isReset = typeof changed === 'object' && change.passwordHash !== undefined
        if (isReset) await unlock(tx, employee.username)
        return changed
      }),

    renewHash: (employeeId, before, after) =>
      storage.tx('renewHash', async (tx) => {
        const same = tx.db
          .updateTable('employee')
          .set({ password_hash: after })
          .where('password_hash', '=', before)
        const renewed = await same.where('id', '=', Number(employeeId)).executeTakeFirst()
        return renewed.numUpdatedRows === 1n
      }),

    changePassword: (employee, change, carried) =>
      storage.tx('changePassword', (tx) => changePassword(tx, announcements, { employee, change, carried })),
  }
}
