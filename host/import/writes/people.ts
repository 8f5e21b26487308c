import { UserService } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { addressOf } from '../maps/address.ts'
import { customerOf } from '../maps/customer.ts'
import { employeeOf } from '../maps/employee.ts'
import { bookAll, mapAll, rowsAtOnce, type Writing } from './writing.ts'

/** Each is hashed once, which takes its time. */
const employeesAtOnce = 10

export async function writeEmployees({ client, stage, ledger, shopId }: Writing): Promise<void> {
  const account = ledger.of('employee')
  for (const rows of stage.pages('employee', employeesAtOnce)) {
    const taken = mapAll(rows, account, employeeOf)
    const employees = taken.map(({ oldId, take }) => ({ oldId, shopId, ...take }))
    const { imported } = await client(UserService).importEmployees({ employees })
    bookAll(taken, imported, account)
  }
}

export async function writeCustomers({ client, stage, ledger, customers, now }: Writing): Promise<void> {
  const account = ledger.of('user')
  for (const rows of stage.pages('user', rowsAtOnce)) {
    const taken = mapAll(rows, account, (row) => customerOf(row, now))
    const { imported } = await client(UserService).importCustomers({
      customers: taken.map(({ oldId, take }) => ({ oldId, ...take })),
    })
    for (const { oldId, id } of imported) if (id !== '') customers.set(oldId, id)
    bookAll(taken, imported, account)
  }
}

/** Of several defaults of one customer the first is it. */
export async function writeAddresses({ client, stage, ledger, customers }: Writing): Promise<void> {
  const account = ledger.of('address_book')
  const having = new Set<string>()
  for (const rows of stage.pages('address_book', rowsAtOnce)) {
    const mapped = mapAll(rows, account, (row) => addressOf(row, customers.get(row.user_id ?? '')))
    const taken = mapped.map((one) => {
      const { customerId, isDefault } = one.take
      if (!isDefault) return one
      if (having.has(customerId))
        return { ...one, take: { ...one.take, isDefault: false }, notes: ['SECOND_DEFAULT'] }
      having.add(customerId)
      return one
    })
    const addresses = taken.map(({ oldId, take }) => ({ oldId, ...take }))
    const { imported } = await client(UserService).importAddresses({ addresses })
    bookAll(taken, imported, account)
  }
}

/** What lay in a cart is not brought over: it may be neither sold nor cost any more what it says. */
export function leaveCarts({ stage, ledger }: Writing): void {
  const account = ledger.of('shopping_cart')
  for (const rows of stage.pages('shopping_cart', rowsAtOnce))
    account.skip('CART_LEFT', ...rows.map(({ id }) => id ?? ''))
}
