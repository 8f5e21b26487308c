import { CatalogService } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { flavoursOf, type NewGroup } from '../maps/flavours.ts'
import { itemOf, type Known, type NewItem } from '../maps/item.ts'
import type { SoldItem } from '../maps/lines.ts'
import { type NewPart, partsOf } from '../maps/parts.ts'
import type { OldRow } from '../schema.ts'
import { lineOf } from '../values.ts'
import { type Brought, bookAll, mapAll, menuRowsAtOnce, type Taken, type Writing } from './writing.ts'

export function writeDishes(writing: Writing): Promise<void> {
  const { client, shopId, dishes } = writing
  return writeItems<{ readonly groups: readonly NewGroup[] }>(writing, {
    ...{ table: 'dish', hanging: 'dish_flavor', column: 'dish_id', items: dishes },
    ...{ whereSkipped: 'DISH_SKIPPED', whereMissing: 'DISH_MISSING' },
    read: flavoursOf,
    lossOf: () => [],
    async bring(drafts) {
      const given = drafts.map(({ fields, hung, ...draft }) => {
        return { ...draft, fields: { ...fields, optionGroups: hung.groups } }
      })
      return (await client(CatalogService).importMenu({ shopId, dishes: given })).imported
    },
  })
}

export function writeSetMeals(writing: Writing): Promise<void> {
  const { client, shopId, dishes, setMeals } = writing
  return writeItems<{ readonly parts: readonly NewPart[] }>(writing, {
    ...{ table: 'setmeal', hanging: 'setmeal_dish', column: 'setmeal_id', items: setMeals },
    ...{ whereSkipped: 'SET_MEAL_SKIPPED', whereMissing: 'SET_MEAL_MISSING' },
    read: (rows) => partsOf(rows, (oldId) => dishes.get(oldId ?? '')?.id),
    lossOf: (lost) => lost.map(({ name }) => `PART_MISSING: ${lineOf(name, 20)}`),
    async bring(drafts) {
      const given = drafts.map(({ fields, hung, ...draft }) => {
        return { ...draft, fields: { ...fields, parts: hung.parts } }
      })
      return (await client(CatalogService).importMenu({ shopId, setMeals: given })).imported
    },
  })
}

/** Why a row that hangs on an item stays behind by itself. */
type Alone = { readonly skipped: ReadonlyMap<string, string> }

/** Dishes and set meals differ in what hangs on them, and in little else. */
interface Kind<Hung> {
  readonly table: 'dish' | 'setmeal'
  readonly hanging: 'dish_flavor' | 'setmeal_dish'
  /** Names in `hanging` the item that a row hangs on. */
  readonly column: string
  readonly items: Map<string, SoldItem>
  readonly whereSkipped: string
  readonly whereMissing: string
  read(rows: readonly OldRow[]): Hung & Alone
  /** What is to be said of an item that has lost these rows. Such an item must not be sold as it is. */
  lossOf(lost: readonly OldRow[]): readonly string[]
  bring(drafts: readonly Draft<Hung>[]): Promise<readonly Brought[]>
}

interface Draft<Hung> {
  readonly oldId: string
  readonly fields: NewItem
  readonly onSale: boolean
  readonly hung: Hung & Alone
}

async function writeItems<Hung>(writing: Writing, kind: Kind<Hung>): Promise<void> {
  const { stage, ledger } = writing
  const { table, hanging, column, whereMissing } = kind
  for (const rows of stage.pages(table, menuRowsAtOnce)) {
    const hangingOf = stage.belonging(hanging, column, rows)
    const hungOf = new Map(rows.map(({ id }) => [id ?? '', kind.read(hangingOf.get(id ?? '') ?? [])]))
    const mapped = mapAll(rows, ledger.of(table), (row) => itemOf(row, knownTo(writing)))
    const taken = mapped.map(({ notes, ...one }) => {
      const lost = (hangingOf.get(one.oldId) ?? []).filter(({ id }) =>
        hungOf.get(one.oldId)?.skipped.has(id ?? ''),
      )
      return { ...one, losses: kind.lossOf(lost), notes: [...notes, ...kind.lossOf(lost)] }
    })
    const drafts = taken.flatMap(({ oldId, row, take: fields, losses }) => {
      const hung = hungOf.get(oldId)
      const onSale = row.status === '1' && losses.length === 0
      return hung ? [{ oldId, fields, onSale, hung }] : []
    })
    const imported = await kind.bring(drafts)
    remember(kind.items, writing, taken, imported)
    bookAll(taken, imported, ledger.of(table))
    bookHanging(writing, kind, hangingOf, { hungOf, imported })
  }
  ledger.of(hanging).skip(whereMissing, ...stage.orphans(hanging, column, table))
}

function knownTo({ categories, images }: Writing): Known {
  return {
    categoryId: (oldId) => categories.get(oldId ?? '')?.id,
    image: (address) => images.of(address),
  }
}

function remember(
  items: Map<string, SoldItem>,
  { categories }: Writing,
  taken: readonly Taken<unknown>[],
  imported: readonly Brought[],
): void {
  for (const [index, { oldId, row }] of taken.entries()) {
    const id = imported[index]?.id ?? ''
    const category = categories.get(row.category_id ?? '')
    const { id: categoryId = '', name: categoryName = '' } = category ?? {}
    if (id !== '') items.set(oldId, { id, categoryId, categoryName })
  }
}

interface Outcome {
  readonly hungOf: ReadonlyMap<string, Alone>
  readonly imported: readonly Brought[]
}

/** What hangs on an item comes in with it, or stays behind with it, or alone. */
function bookHanging(
  { ledger }: Writing,
  { hanging, whereSkipped }: Pick<Kind<unknown>, 'hanging' | 'whereSkipped'>,
  hangingOf: ReadonlyMap<string, readonly OldRow[]>,
  { hungOf, imported }: Outcome,
): void {
  const account = ledger.of(hanging)
  const fates = new Map(imported.map(({ oldId, skipped }) => [oldId, skipped]))
  for (const [item, rows] of hangingOf) {
    const fate = fates.get(item) ?? whereSkipped
    for (const { id } of rows) {
      const reason = fate || hungOf.get(item)?.skipped.get(id ?? '')
      if (reason) account.skip(reason, id ?? '')
      else account.imported()
    }
  }
}
