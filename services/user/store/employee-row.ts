import type { Selectable } from 'kysely'
import type { Employee } from '../domain/employee.ts'
import type { UserTables } from './tables.ts'

export function rolesOf(column: string): readonly string[] {
  return column.split(',')
}

export function employeeOf(row: Selectable<UserTables['employee']>): Employee {
  return {
    id: String(row.id),
    shopId: row.shop_id,
    username: row.username,
    name: row.name,
    phone: row.phone,
    sex: row.sex,
    idNumber: row.id_number,
    roles: rolesOf(row.roles),
    enabled: row.enabled === 1,
    mustChangePassword: row.must_change_password === 1,
    createdAt: row.created_at,
    revision: row.revision,
  }
}
