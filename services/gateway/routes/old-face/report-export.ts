import { answer, noBody, route } from '#kit/http/route.ts'
import type { Clients } from '../../clients.ts'
import { permitted, workbookHeaders, workbookType } from '../../http.ts'
import { callerOf, frameOf, type OldRoute } from './old-route.ts'

/** The thirty days up to yesterday. The old page saves whatever is 2xx. */
export function reportExportRoute({ report }: Pick<Clients, 'report'>): OldRoute {
  return (face) =>
    route({
      ...frameOf('GET /admin/report/export', {
        who: permitted.reports,
        summary: '导出运营数据报表',
        isLoud: true,
      }),
      body: noBody,
      replies: { 200: { media: workbookType } },
      async handler(request) {
        const { shopId } = callerOf(request, face)
        const { body, from, to } = await report.getBusinessWorkbook({ shopId, language: 'zh' })
        return answer(200, body, workbookHeaders(`business-${from}-${to}`))
      },
    })
}
