import type { Clock } from '#kit/clock.ts'
import type { Ids } from '#kit/ids.ts'
import type { Address, AddressFields } from './domain/address.ts'
import type { AuditEntry, AuditFact, AuditLink } from './domain/audit.ts'
import type { Customer, Registration } from './domain/customer.ts'
import type { Employee, EmployeeDraft } from './domain/employee.ts'
import type { EmployeeChange } from './domain/employee-change.ts'
import type { ImportedAddress, ImportedCustomer } from './domain/imported.ts'
import type { Failures, LockoutRules } from './domain/lockout.ts'
import type { Inherited } from './domain/password.ts'
import type { PhoneCode, PhoneCodeRules } from './domain/phone-code.ts'
import type { ProfileChange } from './domain/profile.ts'
import type { Claims, NewSession, SessionRules, Subject } from './domain/session.ts'

/** All that the use cases need from outside; each asks for what it uses. */
export interface UserNeeds {
  readonly codes: CodeStore
  readonly sessions: SessionStore
  readonly customers: CustomerStore
  readonly addresses: AddressStore
  readonly employees: EmployeeStore
  readonly imports: ImportStore
  readonly audit: AuditStore
  readonly secrets: Secrets
  readonly passwords: Passwords
  readonly tokens: Tokens
  readonly messages: Messages
  readonly orders: Orders
  readonly wechat: Wechat
  readonly clock: Clock
  readonly ids: Ids
  readonly rules: () => Rules
}

/** What the installation decides. */
export interface Rules {
  readonly codes: PhoneCodeRules
  readonly lockout: LockoutRules
  readonly sessions: SessionRules
  /** Codes are answered to whoever asks: the demo only. */
  readonly showCodes: boolean
}

export interface CodeStore {
  /** Replaces the phone's code; false where the last one is too recent. */
  recordCode(code: PhoneCode, pauseMs: number): Promise<boolean>
  /** Takes back a code that was certainly not sent, so that another may be asked for at once. */
  withdrawCode(code: PhoneCode): Promise<void>
  forgetCode(phone: string, at: number): Promise<void>
}

/** Where sessions begin, go on and end. */
export interface SessionStore {
  /** Redeems the code, registers an unknown phone, opens the session; undefined where no code holds. */
  openByPhone(login: PhoneLogin, session: NewSession): Promise<Subject | undefined>
  /** Registers an unknown openid and opens the session. */
  openByWechat(openid: string, session: NewSession): Promise<Subject>
  /** Opens the session of an employee whose password was right, and forgets the failures before it. */
  openByPassword(
    login: PasswordLogin,
    session: NewSession,
  ): Promise<'opened' | 'locked' | 'disabled' | 'changed'>
  findFailures(username: string): Promise<Failures | undefined>
  /** Counts a failure and answers how many tries are left; undefined where the name was locked already. */
  recordFailure(username: string, at: number, rules: LockoutRules): Promise<number | undefined>
  forgetFailures(username: string, at: number, rules: LockoutRules): Promise<void>
  rotateToken(rotation: Rotation): Promise<Rotated>
  revokeSession(sessionId: string, at: number): Promise<void>
  /** When the session was opened; undefined where it no longer counts. */
  findOpenedAt(sessionId: string): Promise<number | undefined>
  /** Those of these sessions that are revoked, over or unknown. */
  findRevoked(sessionIds: readonly string[], at: number): Promise<readonly string[]>
  forgetSession(sessionId: string, at: number): Promise<void>
}

export interface PhoneLogin {
  readonly phone: string
  readonly codeHash: string
  readonly triesMax: number
}

export interface PasswordLogin {
  readonly employee: Employee
  /** What the password was right for: another one since then opens nothing. */
  readonly passwordHash: string
  readonly rules: LockoutRules
}

/** A refresh token presented, and the successor it gets if it is the first to be. */
export interface Rotation {
  readonly hash: string
  readonly nextHash: string
  /** The successor, readable only with the presented token. */
  readonly sealedNext: string
  readonly at: number
  readonly rules: SessionRules
}

export type Rotated =
  | { readonly outcome: 'ended' }
  | {
      readonly outcome: 'rotated'
      readonly sessionId: string
      readonly sessionEndsAt: number
      readonly subject: Subject
      /** The one successor of the presented token, ours or that of an earlier call. */
      readonly sealedNext: string
      readonly nextEndsAt: number
    }

export interface CustomerStore {
  findCustomer(customerId: string): Promise<Customer | undefined>
  /** Everybody who has ever registered behind a number, by their numbers. */
  listRegistrations(after: number, limit: number): Promise<readonly Registration[]>
  /** undefined where there is no such customer. */
  updateProfile(customerId: string, change: ProfileChange): Promise<Customer | undefined>
  /** Removes all that is personal, ends every session and announces it; false where it was done before. */
  deleteCustomer(customerId: string, at: number): Promise<boolean>
}

export interface AddressStore {
  /** Default first, then newest first. */
  listAddresses(customerId: string): Promise<readonly Address[]>
  findAddress(addressId: string): Promise<Address | undefined>
  /** `full` at the limit, `missing` where there is no such customer. */
  createAddress(customerId: string, fields: AddressFields, at: number): Promise<Address | 'full' | 'missing'>
  /** The next three answer undefined or false where the customer has no such address. */
  updateAddress(
    customerId: string,
    addressId: string,
    fields: AddressFields,
    keepsLocation: boolean,
  ): Promise<Address | undefined>
  setDefault(customerId: string, addressId: string): Promise<Address | undefined>
  deleteAddress(customerId: string, addressId: string): Promise<boolean>
}

export interface EmployeeStore {
  /** With the password's hash, which nothing else ever reads. */
  findLogin(
    username: string,
  ): Promise<{ readonly employee: Employee; readonly passwordHash: string } | undefined>
  findEmployee(employeeId: string): Promise<Employee | undefined>
  listEmployees(shopId: string): Promise<readonly Employee[]>
  /** undefined where the user name is taken. */
  createEmployee(draft: EmployeeDraft, credentials: Credentials): Promise<Employee | undefined>
  /**
   * Writes the change, its audit entry and the sessions it ends in one step; `changed` where the employee is
   * no longer as it was judged. A new password unlocks the name.
   */
  recordChange(employee: Employee, change: EmployeeChange): Promise<Employee | Unchanged>
  /** Replaces a hash by another one of the same password; false where it has changed meanwhile. */
  renewHash(employeeId: string, before: string, after: string): Promise<boolean>
  /** The same for one's own password; every other session ends, and this one goes on with a new token. */
  changePassword(
    employee: Employee,
    change: EmployeeChange,
    carried: CarriedSession,
  ): Promise<Carried | Unchanged | 'locked' | 'ended'>
}

export type Unchanged = 'changed' | 'lastSuperAdmin'

/** What a new employee logs in by, and who gave it when. */
export interface Credentials {
  readonly passwordHash: string
  readonly mustChangePassword: boolean
  /** True unless told. */
  readonly enabled?: boolean
  /** The number to get where nobody has it. */
  readonly wanted?: number
  readonly by: string
  readonly at: number
}

/** A session that outlives a change of its password, with its next refresh token in its stored form. */
export interface CarriedSession {
  readonly id: string
  readonly tokenHash: string
  readonly tokenEndsAt: number
  readonly rules: LockoutRules
}

export interface Carried {
  readonly employee: Employee
  readonly sessionEndsAt: number
  readonly tokenEndsAt: number
}

/** Brings over what another installation knew; each once, by the number it had there. */
export interface ImportStore {
  importCustomers(customers: readonly ImportedCustomer[], at: number): Promise<readonly Imported[]>
  importAddresses(addresses: readonly ImportedAddress[], at: number): Promise<readonly Imported[]>
  importEmployee(oldId: string, draft: EmployeeDraft, credentials: Credentials): Promise<Imported>
}

/** Who or what stands here for somebody of another installation; `skipped` is empty where brought in now. */
export interface Imported {
  readonly oldId: string
  readonly id: string
  readonly skipped: string
}

export interface AuditStore {
  /** Those of the shop with a number below `before`, newest first. */
  listEntries(shopId: string, before: number, limit: number): Promise<readonly AuditEntry[]>
  /** The same of all shops, without what the entries say. */
  listLinks(before: number, limit: number): Promise<readonly AuditLink[]>
  /** Appends the fact and answers its number. */
  recordFact(fact: AuditFact): Promise<number>
}

/** Random secrets and the forms they are kept in. */
export interface Secrets {
  /** Six digits. */
  drawCode(): string
  /** A password that is easily read out and typed. */
  drawPassword(): string
  hashCode(phone: string, code: string): string
  /** 32 random bytes as text. */
  drawToken(): string
  hashToken(token: string): string
  /** `next` in a form that only `token` opens. */
  seal(next: string, token: string): string
  unseal(sealed: string, token: string): string
}

export interface Passwords {
  hash(password: string): Promise<string>
  /** The same for a password that another installation kept. */
  hashInherited(inherited: Inherited): Promise<string>
  /** Takes as long without a hash as with one. */
  verify(password: string, hash: string | undefined): Promise<boolean>
}

export interface Tokens {
  mint(claims: Claims): string
  /** Public keys as a JSON Web Key Set. */
  jwks(): string
}

export interface Messages {
  sendText(phone: string, text: string): Promise<void>
}

export interface Orders {
  /** Takes no more orders of the customer for a while; throws CUSTOMER_BUSY while one is under way. */
  closeCustomer(customerId: string): Promise<void>
}

export interface Wechat {
  /** The openid behind a code of wx.login. */
  findOpenid(jsCode: string): Promise<string>
}
