import type { Generated } from 'kysely'
import type { Migration, Storage, Tx } from '#kit/storage/storage.ts'

/** The tables that the storage's promises are tried on. */
export interface BankTables {
  account: { id: string; balance: number; note: string | null }
  item: { id: Generated<number>; name: string }
  file: { id: string; bytes: Uint8Array }
  doc: { id: string; payload: string }
}

export const bankMigrations: readonly Migration[] = [
  {
    name: '0001-account',
    statements: [
      `create table account (id varchar(36) primary key, balance bigint not null, note text,
         check (balance >= 0))`,
    ],
  },
  {
    name: '0002-item',
    statements: [
      'create table item (id {id}, name varchar(64) not null unique)',
      'create table file (id varchar(36) primary key, bytes blob not null)',
      'create table doc (id varchar(36) primary key, "payload" text not null)',
    ],
  },
]

/** A storage with accounts in it. */
export interface Bank {
  readonly storage: Storage<BankTables>
  /** Makes an account with some money in it and answers its id. */
  openAccount(balance: number): Promise<string>
  balanceOf(id: string): Promise<number | undefined>
}

/** `storage` is asked for anew each time, because a test may have opened it again. */
export function createBank(storage: () => Storage<BankTables>): Bank {
  let accounts = 0
  return {
    get storage() {
      return storage()
    },
    async openAccount(balance) {
      const id = `account-${accounts++}`
      await storage().tx('openAccount', (tx) => insertAccount(tx, id, balance))
      return id
    },
    async balanceOf(id) {
      const row = await storage().read('balanceOf', (db) =>
        db.selectFrom('account').select('balance').where('id', '=', id).executeTakeFirst(),
      )
      return row?.balance
    },
  }
}

export async function insertAccount(tx: Tx<BankTables>, id: string, balance: number): Promise<void> {
  await tx.db.insertInto('account').values({ id, balance, note: null }).execute()
}
