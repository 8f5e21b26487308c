import assert from 'node:assert/strict'
import { test } from 'node:test'
import { managers, permitted } from '../services/gateway/http.ts'
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

test('the gateway lets in exactly whom the user service gives the permission', () => {
  for (const permission of permissions) {
    for (const role of Object.keys(roles)) {
      const isLetIn = rolesInEffect([role]).some((each) => audiences[permission].roles.includes(each))
      assert.equal(isLetIn, isPermitted([role], permission), `${role}: ${permission}`)
    }
  }
})
