import { z } from 'zod'
import type { EmployeeSchema } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../clients.ts'
import {
  byNumberId,
  byShop,
  listOf,
  managers,
  momentOf,
  shopRead,
  shopWrite,
  staffWrite,
  text,
  textOrNull,
} from '../http.ts'

const roles = z
  .array(z.enum(['superAdmin', 'admin', 'manager', 'cashier', 'kitchen', 'finance', 'staff']))
  .min(1)
  .max(7)

const employeeShape = z
  .strictObject({
    id: z.string(),
    shopId: z.string(),
    username: z.string(),
    name: z.string(),
    phone: z.string(),
    roles: z.array(z.string()),
    enabled: z.boolean(),
    mustChangePassword: z.boolean(),
    createdAt: z.string(),
  })
  .meta({ id: 'Employee' })

/** With the password that was made up: this answer alone tells it. Null where the manager has chosen one. */
const welcomedShape = employeeShape
  .extend({ initialPassword: z.string().nullable() })
  .meta({ id: 'WelcomedEmployee' })

const managed = { audience: managers, tag: 'employees' } as const

/** A change of an employee enters itself into the audit, in the step that makes it. */
const entered = { audit: 'line' } as const

export function employeeRoutes(needs: Pick<Clients, 'user'>): readonly Route[] {
  return [
    listEmployees(needs),
    createEmployee(needs),
    updateEmployee(needs),
    setEmployeeEnabled(needs),
    resetPassword(needs),
    deleteEmployee(needs),
  ]
}

function listEmployees({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...shopRead,
    ...managed,
    name: 'listEmployees',
    method: 'GET',
    path: '/v1/shops/:shopId/employees',
    summary: 'Who works in the shop',
    params: byShop,
    replies: { 200: listOf(employeeShape) },
    async handler({ params }) {
      const { employees } = await user.listEmployees(params)
      return answer(200, { items: employees.map(shapeEmployee) })
    },
  })
}

function createEmployee({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...shopWrite,
    ...managed,
    ...entered,
    name: 'createEmployee',
    method: 'POST',
    path: '/v1/shops/:shopId/employees',
    summary:
      'Adds an employee, whose first password must be changed; without one it is made up and told once',
    params: byShop,
    body: z.strictObject({
      username: text(64),
      name: text(50),
      phone: text(20),
      password: text(128).min(1).optional(),
      roles,
    }),
    replies: { 201: welcomedShape },
    handler: async ({ params, body: { password = '', ...draft } }) =>
      answer(201, shapeWelcomed(await user.createEmployee({ ...params, ...draft, password }))),
  })
}

function updateEmployee({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...staffWrite,
    ...managed,
    ...entered,
    name: 'updateEmployee',
    method: 'PUT',
    path: '/v1/employees/:id',
    summary: 'Replaces name, phone and roles; other roles end every session',
    params: byNumberId,
    body: z.strictObject({ name: text(50), phone: text(20), roles }),
    replies: { 200: employeeShape },
    handler: async ({ params, body }) =>
      answer(200, shapeEmployee(await user.updateEmployee({ employeeId: params.id, ...body }))),
  })
}

function resetPassword({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...staffWrite,
    ...managed,
    ...entered,
    name: 'resetPassword',
    method: 'POST',
    path: '/v1/employees/:id/password-resets',
    summary: 'Gives a new initial password, told once; ends every session and the lock of the name',
    params: byNumberId,
    replies: { 201: welcomedShape },
    handler: async ({ params }) =>
      answer(201, shapeWelcomed(await user.resetPassword({ employeeId: params.id }))),
  })
}

function setEmployeeEnabled({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...staffWrite,
    ...managed,
    ...entered,
    name: 'setEmployeeEnabled',
    method: 'PUT',
    path: '/v1/employees/:id/enabled',
    summary: 'Enables an employee, or disables one and ends every session',
    params: byNumberId,
    body: z.strictObject({ enabled: z.boolean() }),
    replies: { 200: employeeShape },
    handler: async ({ params, body }) =>
      answer(
        200,
        shapeEmployee(await user.setEmployeeEnabled({ employeeId: params.id, enabled: body.enabled })),
      ),
  })
}

function deleteEmployee({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...staffWrite,
    ...managed,
    ...entered,
    name: 'deleteEmployee',
    method: 'DELETE',
    path: '/v1/employees/:id',
    summary: 'Takes an employee away for good and ends every session',
    params: byNumberId,
    replies: { 204: z.undefined() },
    async handler({ params }) {
      await user.deleteEmployee({ employeeId: params.id })
      return answer(204)
    },
  })
}

/** Sex and identity number are for the shop's files only. */
function shapeEmployee(employee: PlainOf<typeof EmployeeSchema>) {
  const { createdAt, initialPassword: _told, sex: _sex, idNumber: _number, ...shown } = employee
  return { ...shown, createdAt: momentOf(createdAt) }
}

function shapeWelcomed(employee: PlainOf<typeof EmployeeSchema>) {
  return { ...shapeEmployee(employee), initialPassword: textOrNull(employee.initialPassword) }
}
