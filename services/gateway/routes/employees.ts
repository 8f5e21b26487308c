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
} from '../http.ts'

const roles = z
  .array(z.enum(['manager', 'staff']))
  .min(1)
  .max(2)

const employeeShape = z
  .strictObject({
    id: z.string(),
    shopId: z.string(),
    username: z.string(),
    name: z.string(),
    phone: z.string(),
    roles: z.array(z.string()),
    enabled: z.boolean(),
    createdAt: z.string(),
  })
  .meta({ id: 'Employee' })

const managed = { audience: managers, tag: 'employees' } as const

export function employeeRoutes(needs: Pick<Clients, 'user'>): readonly Route[] {
  return [listEmployees(needs), createEmployee(needs), setEmployeeEnabled(needs)]
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
    name: 'createEmployee',
    method: 'POST',
    path: '/v1/shops/:shopId/employees',
    summary: 'Adds an employee',
    params: byShop,
    body: z.strictObject({
      username: text(64),
      name: text(50),
      phone: text(20),
      password: text(128),
      roles,
    }),
    replies: { 201: employeeShape },
    handler: async ({ params, body }) =>
      answer(201, shapeEmployee(await user.createEmployee({ ...params, ...body }))),
  })
}

function setEmployeeEnabled({ user }: Pick<Clients, 'user'>): Route {
  return route({
    ...staffWrite,
    ...managed,
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

function shapeEmployee({ createdAt, ...employee }: PlainOf<typeof EmployeeSchema>) {
  return { ...employee, createdAt: momentOf(createdAt) }
}
