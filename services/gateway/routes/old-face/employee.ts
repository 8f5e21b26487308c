import { z } from 'zod'
import type { EmployeeSchema } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { Fault } from '#kit/fault.ts'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../../clients.ts'
import { managers } from '../../http.ts'
import { flag, id, paging, sex, text } from './input.ts'
import { anyone, nothing, type OldRoute, oldRoute, staff } from './old-route.ts'
import { flagOf, localTime, pageResult, showSex, unknownChanges } from './wire.ts'

type Needs = Pick<Clients, 'user'>
type Employee = PlainOf<typeof EmployeeSchema>

const fields = {
  name: text(50),
  phone: text(20),
  sex: sex.default(''),
  idNumber: text(18).default(''),
}

export function employeeRoutes(needs: Needs): readonly OldRoute[] {
  return [...sessionRoutes(needs), ...staffRoutes(needs), ...listRoutes(needs)]
}

function sessionRoutes({ user }: Needs): readonly OldRoute[] {
  return [
    oldRoute('POST /admin/employee/login', {
      who: anyone,
      summary: '员工登录',
      rateClass: 'login',
      reads: z.object({ username: text(64), password: text(128) }),
      asks: (given) => user.loginEmployee({ ...given, singleToken: true }),
      // All of it goes into a cookie of the old page, so there is nothing else in it.
      shows: ({ subjectId, name, accessToken }, { username }) => {
        return { id: Number(subjectId), userName: username, name, token: accessToken }
      },
    }),
    oldRoute('POST /admin/employee/logout', {
      who: staff,
      summary: '员工退出',
      reads: nothing,
      asks: () => user.logout({}),
    }),
    oldRoute('PUT /admin/employee/editPassword', {
      who: staff,
      summary: '修改自己的密码',
      rateClass: 'login',
      reads: z.object({ oldPassword: text(128), newPassword: text(128) }),
      asks: (passwords) => user.changePassword({ ...passwords, singleToken: true }),
    }),
  ]
}

function staffRoutes({ user }: Needs): readonly OldRoute[] {
  return [
    oldRoute('POST /admin/employee', {
      who: managers,
      summary: '新增员工',
      reads: z.object({ ...fields, username: text(64) }),
      asks: (draft, { shopId }) => user.createEmployee({ ...draft, shopId, roles: ['staff'] }),
      // No old page has a place for it, but whoever asks must learn it.
      shows: ({ id: employeeId, initialPassword }) => ({ id: Number(employeeId), initialPassword }),
    }),
    oldRoute('PUT /admin/employee', {
      who: managers,
      summary: '修改员工',
      reads: z.object({ ...fields, id }),
      asks: ({ id: employeeId, ...rest }) => user.updateEmployee({ employeeId, ...rest, keepsRoles: true }),
    }),
    oldRoute('POST /admin/employee/status/:status', {
      who: managers,
      summary: '启用、禁用员工账号',
      isLoud: true,
      reads: z.object({ id, status: flag }),
      asks: ({ id: employeeId, status }) => user.setEmployeeEnabled({ employeeId, enabled: status }),
    }),
    oldRoute('DELETE /admin/employee', {
      who: managers,
      summary: '删除员工',
      reads: z.object({ id }),
      asks: ({ id: employeeId }) => user.deleteEmployee({ employeeId }),
    }),
  ]
}

function listRoutes({ user }: Needs): readonly OldRoute[] {
  return [
    oldRoute('GET /admin/employee/page', {
      who: managers,
      summary: '员工分页查询',
      reads: z.object({ ...paging, name: text(50).default('') }),
      async asks({ name }, { shopId }) {
        const { employees } = await user.listEmployees({ shopId })
        return employees.filter((each) => each.name.includes(name)).toReversed()
      },
      shows: (found, wanted) =>
        pageResult(found, wanted, (each) => ({ ...showEmployee(each), idNumber: masked(each.idNumber) })),
    }),
    oldRoute('GET /admin/employee/:id', {
      who: managers,
      summary: '根据 id 查询员工',
      reads: z.object({ id }),
      asks: ({ id: employeeId }, { shopId }) => findEmployee(user, shopId, employeeId),
      shows: showEmployee,
    }),
  ]
}

async function findEmployee(user: Needs['user'], shopId: string, employeeId: string): Promise<Employee> {
  const { employees } = await user.listEmployees({ shopId })
  const found = employees.find((each) => each.id === employeeId)
  if (!found) throw new Fault('missing', 'EMPLOYEE_MISSING', 'there is no such employee')
  return found
}

/** A list is no place for a person's number; who edits it sees all of it. */
function masked(idNumber: string): string {
  return idNumber.replace(/^(.{6}).*(.{4})$/, '$1********$2')
}

function showEmployee(employee: Employee) {
  const { username, name, phone, enabled, createdAt } = employee
  return {
    id: Number(employee.id),
    username,
    name,
    password: '****',
    phone,
    sex: showSex(employee.sex),
    idNumber: employee.idNumber,
    status: flagOf(enabled),
    ...unknownChanges,
    createTime: localTime(createdAt),
  }
}
