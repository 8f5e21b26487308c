import { instantOf } from '#kit/http/instants.ts'
import { answer, noBody, route } from '#kit/http/route.ts'
import { type Cell, workbookMedia, workbookOf } from '#kit/http/workbook.ts'
import type { Clients } from '../../clients.ts'
import { momentOf, permitted } from '../../http.ts'
import { callerOf, frameOf, type OldRoute } from './old-route.ts'
import { type Figures, figuresOf } from './report-figures.ts'

type Needs = Pick<Clients, 'report'>

const daysShown = 30
const dayMs = 24 * 3_600_000

/** The thirty days before today in the layout of the old template. The old page saves whatever is 2xx. */
export function reportExportRoute({ report }: Needs): OldRoute {
  return (face) =>
    route({
      ...frameOf('GET /admin/report/export', {
        who: permitted.reports,
        summary: '导出运营数据报表',
        isLoud: true,
      }),
      body: noBody,
      replies: { 200: { media: workbookMedia } },
      async handler(request) {
        const { shopId } = callerOf(request, face)
        const today = (await report.getWorkspace({ shopId })).turnover?.day ?? ''
        const [from, to] = [dayBefore(today, daysShown), dayBefore(today, 1)]
        const figures = await figuresOf(report, { shopId, from, to })
        const rows = rowsOf(from, to, figures)
        const merged = ['B1:G1', 'B2:G2', 'B3:G3', 'B6:G6']
        return answer(200, workbookOf({ name: 'Sheet1', rows, merged, columnWidth: 15.63 }), {
          'Content-Disposition': `attachment; filename="business-${from}-${to}.xlsx"`,
          'Cache-Control': 'private, no-store',
        })
      },
    })
}

function dayBefore(day: string, days: number): string {
  return momentOf(instantOf(`${day}T00:00:00+08:00`) - days * dayMs).slice(0, 10)
}

/** Column A stays empty, as it does in the template. */
function rowsOf(from: string, to: string, { days, whole }: Figures): readonly (readonly Cell[])[] {
  const { turnover, completionRate, newUsers, completed, unitPrice } = whole
  return [
    [null, '运营数据报表'],
    [null, `时间：${from}至${to}`],
    [null, '概览数据'],
    [null, '营业额', turnover, '订单完成率', completionRate, '新增用户数', newUsers],
    [null, '有效订单', completed, '平均客单价', unitPrice],
    [null, '明细数据'],
    [null, '日期', '营业额', '有效订单', '订单完成率', '平均客单价', '新增用户数'],
    ...days.map((each) => [
      null,
      each.day,
      ...[each.turnover, each.completed, each.completionRate, each.unitPrice, each.newUsers],
    ]),
  ]
}
