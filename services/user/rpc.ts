import type {
  AddressFieldsSchema,
  AddressSchema,
  EmployeeSchema,
  SessionSchema,
} from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { UserService } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { currentContext } from '#kit/context.ts'
import type { InitOf, PlainOf } from '#kit/rpc/message.ts'
import { type Handlers, type Served, serve } from '#kit/rpc/service.ts'
import type { Address, AddressFields } from './domain/address.ts'
import type { Employee } from './domain/employee.ts'
import { permissionsOf } from './domain/roles.ts'
import type { Session } from './domain/session.ts'
import { deletedMessages, registeredMessage } from './events.ts'
import type { UserNeeds } from './ports.ts'
import { changePassword } from './use-cases/change-password.ts'
import { createAddress } from './use-cases/create-address.ts'
import { createEmployee } from './use-cases/create-employee.ts'
import { deleteAddress } from './use-cases/delete-address.ts'
import { deleteCustomer } from './use-cases/delete-customer.ts'
import { deleteEmployee } from './use-cases/delete-employee.ts'
import { findRevokedSessions } from './use-cases/find-revoked-sessions.ts'
import { getAddress } from './use-cases/get-address.ts'
import { getCustomer } from './use-cases/get-customer.ts'
import { importAddresses } from './use-cases/import-addresses.ts'
import { importCustomers } from './use-cases/import-customers.ts'
import { importEmployees } from './use-cases/import-employees.ts'
import { listAddresses } from './use-cases/list-addresses.ts'
import { listAuditEntries } from './use-cases/list-audit-entries.ts'
import { listAuditLinks } from './use-cases/list-audit-links.ts'
import { listEmployees } from './use-cases/list-employees.ts'
import { loginByPhone } from './use-cases/login-by-phone.ts'
import { loginByWechat } from './use-cases/login-by-wechat.ts'
import { loginEmployee } from './use-cases/login-employee.ts'
import { logout } from './use-cases/logout.ts'
import { recordAct } from './use-cases/record-act.ts'
import { refreshSession } from './use-cases/refresh-session.ts'
import { replayEvents } from './use-cases/replay-events.ts'
import { resetPassword } from './use-cases/reset-password.ts'
import { sendPhoneCode } from './use-cases/send-phone-code.ts'
import { setDefaultAddress } from './use-cases/set-default-address.ts'
import { setEmployeeEnabled } from './use-cases/set-employee-enabled.ts'
import { updateAddress } from './use-cases/update-address.ts'
import { updateEmployee } from './use-cases/update-employee.ts'
import { updateProfile } from './use-cases/update-profile.ts'

type UserHandlers = Handlers<typeof UserService>

export function serveUser(needs: UserNeeds): Served {
  return serve(UserService, {
    ...logins(needs),
    ...addresses(needs),
    ...people(needs),
    ...powers(needs),
    ...audit(needs),
    ...imports(needs),
  })
}

function logins(needs: UserNeeds) {
  return {
    sendPhoneCode: ({ phone }) => sendPhoneCode(needs, phone),
    loginByPhone: async ({ phone, code }) => toSession(await loginByPhone(needs, phone, code)),
    loginByWechat: async ({ jsCode, singleToken }) =>
      toSession(await loginByWechat(needs, jsCode, singleToken)),
    loginEmployee: async (given) => toSession(await loginEmployee(needs, given)),
    refreshSession: async ({ refreshToken }) => toSession(await refreshSession(needs, refreshToken)),
    async logout() {
      await logout(needs, currentContext().sessionId)
      return {}
    },
    findRevokedSessions: async ({ sessionIds }) => ({
      revokedIds: await findRevokedSessions(needs, sessionIds),
    }),
    getVerificationKeys: async () => ({ jwks: needs.tokens.jwks() }),
  } satisfies Partial<UserHandlers>
}

function addresses(needs: UserNeeds) {
  const by = () => currentContext().by
  return {
    listAddresses: async () => ({ addresses: (await listAddresses(needs, by())).map(toAddress) }),
    getAddress: async ({ addressId }) => toAddress(await getAddress(needs, by(), addressId)),
    createAddress: async ({ fields }) => toAddress(await createAddress(needs, by(), fromFields(fields))),
    updateAddress: async ({ addressId, fields, keepsLocation }) =>
      toAddress(await updateAddress(needs, by(), addressId, { fields: fromFields(fields), keepsLocation })),
    async deleteAddress({ addressId }) {
      await deleteAddress(needs, by(), addressId)
      return {}
    },
    setDefaultAddress: async ({ addressId }) => toAddress(await setDefaultAddress(needs, by(), addressId)),
  } satisfies Partial<UserHandlers>
}

function people(needs: UserNeeds) {
  const by = () => currentContext().by
  return {
    getCustomer: ({ customerId }) => getCustomer(needs, by(), customerId),
    updateProfile: (change) => updateProfile(needs, by(), change),
    async deleteCustomer() {
      await deleteCustomer(needs, by(), currentContext().sessionId)
      return {}
    },
    async replayEvents({ cursor }) {
      const { customers, nextCursor } = await replayEvents(needs, by(), cursor)
      const deleted = customers.flatMap(deletedMessages)
      return { customers: customers.map(registeredMessage), nextCursor, deleted }
    },
    listEmployees: async ({ shopId }) => ({
      employees: (await listEmployees(needs, by(), shopId)).map((employee) => toEmployee(employee)),
    }),
    changePassword: async (passwords) =>
      toSession(await changePassword(needs, by(), currentContext().sessionId, passwords)),
  } satisfies Partial<UserHandlers>
}

/** What is kept of those who may more than others. */
function audit(needs: UserNeeds) {
  const by = () => currentContext().by
  return {
    recordAct: async (act) => ({ seq: await recordAct(needs, by(), act) }),
    async listAuditEntries({ shopId, ...wish }) {
      const { items: entries, nextCursor } = await listAuditEntries(needs, by(), shopId, wish)
      return { entries, nextCursor }
    },
    async listAuditLinks(wish) {
      const { items: links, nextCursor } = await listAuditLinks(needs, by(), wish)
      return { links, nextCursor }
    },
  } satisfies Partial<UserHandlers>
}

/** What comes from the installation before this one. */
function imports(needs: UserNeeds) {
  const by = () => currentContext().by
  return {
    importCustomers: async ({ customers }) => ({ imported: await importCustomers(needs, by(), customers) }),
    importAddresses: async ({ addresses }) => {
      const given = addresses.map((one) => ({ ...one, fields: fromFields(one.fields) }))
      return { imported: await importAddresses(needs, by(), given) }
    },
    importEmployees: async ({ employees }) => ({ imported: await importEmployees(needs, by(), employees) }),
  } satisfies Partial<UserHandlers>
}

/** What managers do to employees. */
function powers(needs: UserNeeds) {
  const by = () => currentContext().by
  return {
    async createEmployee(draft) {
      const { employee, initialPassword } = await createEmployee(needs, by(), draft)
      return toEmployee(employee, initialPassword)
    },
    async resetPassword({ employeeId }) {
      const { employee, initialPassword } = await resetPassword(needs, by(), employeeId)
      return toEmployee(employee, initialPassword)
    },
    async deleteEmployee({ employeeId }) {
      await deleteEmployee(needs, by(), employeeId)
      return {}
    },
    updateEmployee: async ({ employeeId, ...fields }) =>
      toEmployee(await updateEmployee(needs, by(), employeeId, fields)),
    setEmployeeEnabled: async ({ employeeId, enabled }) =>
      toEmployee(await setEmployeeEnabled(needs, by(), employeeId, enabled)),
  } satisfies Partial<UserHandlers>
}

function toSession(session: Session): InitOf<typeof SessionSchema> {
  const { subject } = session
  const roles = subject.kind === 'employee' ? subject.roles : []
  return {
    accessToken: session.accessToken,
    accessExpiresAt: session.accessEndsAt,
    refreshToken: session.refreshToken,
    refreshExpiresAt: session.refreshEndsAt,
    sessionId: session.id,
    subjectId: subject.id,
    name: subject.name,
    shopId: subject.kind === 'employee' ? subject.shopId : '',
    roles,
    permissions: permissionsOf(roles),
    mustChangePassword: subject.kind === 'employee' && subject.mustChangePassword,
  }
}

function toEmployee(
  { revision: _revision, ...employee }: Employee,
  initialPassword = '',
): InitOf<typeof EmployeeSchema> {
  return { ...employee, initialPassword }
}

function toAddress({ customerId: _owner, ...address }: Address): InitOf<typeof AddressSchema> {
  return { ...address, location: address.location ?? undefined }
}

const noFields: AddressFields = {
  consignee: '',
  phone: '',
  sex: '',
  province: '',
  city: '',
  district: '',
  detail: '',
  label: '',
  location: null,
  provinceCode: '',
  cityCode: '',
  districtCode: '',
}

function fromFields(fields: PlainOf<typeof AddressFieldsSchema> | undefined): AddressFields {
  return fields ? { ...fields, location: fields.location ?? null } : noFields
}
