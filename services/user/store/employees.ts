import type { Selectable } from 'kysely'
import type { Storage, Tx } from '#kit/storage/storage.ts'
import type { Employee } from '../domain/employee.ts'
import { readNumberId } from '../domain/number-id.ts'
import type { Announcements } from '../events.ts'
import type { EmployeeStore } from '../ports.ts'
import { revokeSessions } from './revoke.ts'
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
        db.selectFrom('employee').selectAll().where('username', '=', username).executeTakeFirst(),
      )
      return row && { employee: employeeOf(row), passwordHash: row.password_hash }
    },

    async findEmployee(employeeId) {
      const id = readNumberId(employeeId)
      if (id === undefined) return undefined
      const row = await storage.read('findEmployee', (db) =>
        db.selectFrom('employee').selectAll().where('id', '=', id).executeTakeFirst(),
      )
      return row && employeeOf(row)
    },

    async listEmployees(shopId) {
      const rows = await storage.read('listEmployees', (db) =>
        db
          .selectFrom('employee')
          .selectAll()
          .where('shop_id', '=', shopId)
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
    createEmployee: (draft, passwordHash, at) =>
      storage.tx('createEmployee', async (tx) => {
        const { shopId, username, name, phone } = draft
        const isNew = await tx.insertIgnore('employee', {
          shop_id: shopId,
          username,
          name,
          phone,
          roles: draft.roles.join(','),
          password_hash: passwordHash,
          enabled: 1,
          created_at: at,
        })
        if (!isNew) return undefined
        const row = await tx.db
          .selectFrom('employee')
          .selectAll()
          .where('username', '=', username)
          .executeTakeFirstOrThrow()
        await announcements.employeeChanged(tx, String(row.id), shopId)
        return employeeOf(row)
      }),

    setEnabled: (employee, enabled, at) =>
      storage.tx('setEnabled', async (tx) => {
        const changed = await tx.db
          .updateTable('employee')
          .set({ enabled: enabled ? 1 : 0 })
          .where('id', '=', Number(employee.id))
          .where('enabled', '=', enabled ? 0 : 1)
          .executeTakeFirst()
        if (changed.numUpdatedRows === 1n) {
          await announcements.employeeChanged(tx, employee.id, employee.shopId)
        }
        if (!enabled) await revokeAllOf(tx, announcements, Number(employee.id), at)
        return { ...employee, enabled }
      }),
  }
}

export function rolesOf(column: string): readonly string[] {
  return column.split(',')
}

function employeeOf(row: Selectable<UserTables['employee']>): Employee {
  return {
    id: String(row.id),
    shopId: row.shop_id,
    username: row.username,
    name: row.name,
    phone: row.phone,
    roles: rolesOf(row.roles),
    enabled: row.enabled === 1,
    createdAt: row.created_at,
  }
}

async function revokeAllOf(
  tx: Tx<UserTables>,
  announcements: Announcements,
  employeeId: number,
  at: number,
): Promise<void> {
  const open = await tx.db
    .selectFrom('session')
    .select('id')
    .where('subject_kind', '=', 'employee')
    .where('subject_id', '=', employeeId)
    .where('revoked_at', 'is', null)
    .execute()
  const ids = open.map((session) => session.id)
  await revokeSessions(tx, announcements, ids, at)
}
