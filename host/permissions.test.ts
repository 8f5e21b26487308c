import assert from 'node:assert/strict'
import { test } from 'node:test'
import { permitted as catalog } from '../services/catalog/domain/permission.ts'
import { managers, permitted } from '../services/gateway/http.ts'
import { permitted as inventory } from '../services/inventory/domain/permission.ts'
import { permitted as order } from '../services/order/domain/person.ts'
import { permitted as push } from '../services/push/domain/audience.ts'
import { permitted as report } from '../services/report/domain/person.ts'
import {
  isPermitted,
  type Permission,
  permissions,
  roles,
  rolesInEffect,
} from '../services/user/domain/roles.ts'

/** Every employee, whatever the role. */
const everybody = { roles: Object.keys(roles) }

const audiences: Readonly<Record<Permission, { readonly roles: readonly string[] }>> = {
  ...permitted,
  orders: everybody,
  shop: managers,
  config: managers,
  employees: managers,
  audit: managers,
}

/** What each service asks of who comes to it, by the permission. */
const services: Readonly<Record<string, Readonly<Partial<Record<Permission, readonly string[]>>>>> = {
  catalog,
  inventory,
  order,
  push,
  report,
}

test('every service permits exactly what the user service says of a role', () => {
  const named = new Set(Object.values(services).flatMap((service) => Object.keys(service)))
  assert.deepEqual([...named].sort(), ['menu', 'money', 'refunds', 'reports', 'serving', 'shop', 'stock'])
  for (const [service, table] of Object.entries(services))
    for (const [permission, permittedRoles] of Object.entries(table))
      for (const role of Object.keys(roles)) {
        const isLetIn = rolesInEffect([role]).some((each) => permittedRoles.includes(each))
        const isTold = isPermitted([role], permission as Permission)
        assert.equal(isLetIn, isTold, `${service}: ${role}: ${permission}`)
      }
})

test('the gateway lets in exactly whom the user service gives the permission', () => {
  for (const permission of permissions) {
    for (const role of Object.keys(roles)) {
      const isLetIn = rolesInEffect([role]).some((each) => audiences[permission].roles.includes(each))
      assert.equal(isLetIn, isPermitted([role], permission), `${role}: ${permission}`)
    }
  }
})
