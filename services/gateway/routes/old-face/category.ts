import { z } from 'zod'
import { CategoryKind, type CategorySchema } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import type { PlainOf } from '#kit/rpc/message.ts'
import type { Clients } from '../../clients.ts'
import { permitted } from '../../http.ts'
import { flag, id, paging, text, whole } from './input.ts'
import { customer, type OldRoute, oldRoute, staff } from './old-route.ts'
import { changesOf, flagOf, pageResult } from './wire.ts'

type Needs = Pick<Clients, 'catalog'>
type Category = PlainOf<typeof CategorySchema>

/** 1 of dishes, 2 of set meals. */
const kind = whole(1, 2).transform((type) => (type === 1 ? CategoryKind.DISH : CategoryKind.SET_MEAL))

const fields = { name: text(50), sort: whole(0, 9999) }

export function categoryRoutes(needs: Needs): readonly OldRoute[] {
  return [...changeRoutes(needs), ...readRoutes(needs)]
}

function changeRoutes({ catalog }: Needs): readonly OldRoute[] {
  return [
    oldRoute('POST /admin/category', {
      who: permitted.menu,
      summary: '新增分类',
      reads: z.object({ ...fields, type: kind }),
      asks: ({ type, ...rest }, { shopId }) =>
        catalog.createCategory({ shopId, fields: { ...rest, kind: type, enabled: false } }),
    }),
    oldRoute('PUT /admin/category', {
      who: permitted.menu,
      summary: '修改分类',
      reads: z.object(fields).partial().extend({ id, type: kind.optional() }),
      asks: ({ id: categoryId, type, ...rest }) =>
        catalog.changeCategory({ ...rest, categoryId, kind: type }),
    }),
    oldRoute('POST /admin/category/status/:status', {
      who: permitted.menu,
      summary: '启用、禁用分类',
      isLoud: true,
      reads: z.object({ id, status: flag }),
      asks: ({ id: categoryId, status }) => catalog.changeCategory({ categoryId, enabled: status }),
    }),
    oldRoute('DELETE /admin/category', {
      who: permitted.menu,
      summary: '删除分类',
      reads: z.object({ id }),
      asks: ({ id: categoryId }) => catalog.deleteCategory({ categoryId }),
    }),
  ]
}

function readRoutes({ catalog }: Needs): readonly OldRoute[] {
  return [
    oldRoute('GET /admin/category/page', {
      who: staff,
      summary: '分类分页查询',
      reads: z.object({ ...paging, name: text(50).default(''), type: kind.optional() }),
      async asks({ name, type }, { shopId }) {
        const all = await listCategories(catalog, shopId)
        return all.filter((each) => each.name.includes(name) && each.kind === (type ?? each.kind))
      },
      shows: (found, wanted) => pageResult(found, wanted, showCategory),
    }),
    ...(
      [
        ['GET /admin/category/list', staff],
        ['GET /user/category/list', customer],
      ] as const
    ).map(([call, who]) =>
      oldRoute(call, {
        who,
        summary: '根据类型查询启用的分类',
        reads: z.object({ type: kind.optional() }),
        async asks({ type }, { shopId }) {
          const all = await listCategories(catalog, shopId)
          return all.filter(({ enabled, kind: its }) => enabled && its === (type ?? its))
        },
        shows: (found) => found.map(showCategory),
      }),
    ),
  ]
}

async function listCategories(catalog: Needs['catalog'], shopId: string): Promise<readonly Category[]> {
  const { categories } = await catalog.listCategories({ shopId })
  return categories.toSorted((one, other) => one.sort - other.sort || Number(other.id) - Number(one.id))
}

function showCategory({ id: categoryId, kind: its, name, sort, enabled, ...kept }: Category) {
  const type = its === CategoryKind.DISH ? 1 : 2
  return { id: Number(categoryId), type, name, sort, status: flagOf(enabled), ...changesOf(kept) }
}
