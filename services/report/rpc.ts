import { ItemKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { Channel } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { CustomerSort, ReportService, WorkbookState } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import { currentContext } from '#kit/context.ts'
import { type Handlers, type Served, serve } from '#kit/rpc/service.ts'
import type { ChannelShare } from './domain/report.ts'
import { progressOf, type Workbook } from './domain/workbook.ts'
import type { ReportNeeds, SoldItem, WorkbookNeeds } from './ports.ts'
import { cancelWorkbook } from './use-cases/cancel-workbook.ts'
import { createWorkbook } from './use-cases/create-workbook.ts'
import { getBusiness } from './use-cases/get-business.ts'
import { getBusinessWorkbook } from './use-cases/get-business-workbook.ts'
import { getCategories } from './use-cases/get-categories.ts'
import { getChannels } from './use-cases/get-channels.ts'
import { getHours } from './use-cases/get-hours.ts'
import { getOrders } from './use-cases/get-orders.ts'
import { getSummary } from './use-cases/get-summary.ts'
import { getTopItems } from './use-cases/get-top-items.ts'
import { getTopNames } from './use-cases/get-top-names.ts'
import { getTurnover } from './use-cases/get-turnover.ts'
import { getUsers } from './use-cases/get-users.ts'
import { getWorkbook } from './use-cases/get-workbook.ts'
import { getWorkbookFile } from './use-cases/get-workbook-file.ts'
import { getWorkspace } from './use-cases/get-workspace.ts'
import { listCustomers } from './use-cases/list-customers.ts'
import { rebuild } from './use-cases/rebuild.ts'

const by = () => currentContext().by

export function reportRpc(needs: ReportNeeds & WorkbookNeeds): Served {
  return serve(ReportService, {
    getTurnover: async (period) => ({ days: await getTurnover(needs, by(), period) }),
    getUsers: async (period) => ({ days: await getUsers(needs, by(), period) }),
    getOrders: async (period) => ({ days: await getOrders(needs, by(), period) }),
    getTopItems: async (period) => ({ items: (await getTopItems(needs, by(), period)).map(itemMessage) }),
    getCategories: async (period) => ({
      categories: (await getCategories(needs, by(), period)).map(categoryMessage),
    }),
    getHours: async (period) => ({ hours: await getHours(needs, by(), period) }),
    getChannels: async (period) => ({
      channels: (await getChannels(needs, by(), period)).map(channelMessage),
    }),
    getWorkspace: ({ shopId }) => getWorkspace(needs, by(), shopId),
    getSummary: (asked) => getSummary(needs, by(), asked),
    getBusiness: (period) => getBusiness(needs, by(), period),
    getTopNames: async (period) => ({ names: await getTopNames(needs, by(), period) }),
    listCustomers: ({ sort, ...wish }) =>
      listCustomers(needs, by(), { ...wish, sort: sort === CustomerSort.SPENT ? 'SPENT' : 'LAST_ORDER' }),
    getBusinessWorkbook: (wish) => getBusinessWorkbook(needs, by(), wish),
    ...workbookHandlers(needs),
    rebuild: () => progressMessages(rebuild(needs, by())),
  })
}

type WorkbookVerb = 'createWorkbook' | 'getWorkbook' | 'getWorkbookFile' | 'cancelWorkbook'

function workbookHandlers(needs: WorkbookNeeds): Pick<Handlers<typeof ReportService>, WorkbookVerb> {
  return {
    createWorkbook: async (wish) => {
      const { workbook, replayed } = await createWorkbook(needs, by(), wish)
      return { workbook: workbookMessage(workbook), replayed }
    },
    getWorkbook: async (asked) => workbookMessage(await getWorkbook(needs, by(), asked)),
    getWorkbookFile: async (asked) => ({ body: await getWorkbookFile(needs, by(), asked) }),
    cancelWorkbook: async (asked) => workbookMessage(await cancelWorkbook(needs, by(), asked)),
  }
}

function workbookMessage({ language: _words, ...workbook }: Workbook) {
  return { ...workbook, state: WorkbookState[workbook.state], progress: progressOf(workbook) }
}

async function* progressMessages(counts: AsyncIterable<number>) {
  for await (const events of counts) yield { events }
}

function itemMessage({ item, name, times: quantity, fen: amountFen }: SoldItem) {
  const [kind, itemId = ''] = item.split(':')
  return { kind: kind === 'SET_MEAL' ? ItemKind.SET_MEAL : ItemKind.DISH, itemId, name, quantity, amountFen }
}

function categoryMessage({ item, name, times: quantity, fen: amountFen }: SoldItem) {
  return { categoryId: item.replace('CATEGORY:', ''), name, quantity, amountFen }
}

function channelMessage({ channel, ...share }: ChannelShare) {
  return { ...share, channel: Channel[channel] }
}
