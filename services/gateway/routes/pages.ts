import { z } from 'zod'
import { Fault } from '#kit/fault.ts'
import { answer, type Route, route } from '#kit/http/route.ts'
import { publicRead } from '../http.ts'
import { type App, apps, type Pages } from '../pages.ts'

const fileName = z.string().regex(/^[\w.-]{1,120}$/)
const byFile = z.strictObject({ file: fileName })
const media = { media: 'application/octet-stream' }
/** Links to pages come with queries of those who handed them on. */
const anyQuery = z.looseObject({})
const page = {
  ...publicRead,
  query: anyQuery,
  tag: 'pages',
  rateClass: 'page',
  unlisted: true,
  method: 'GET',
} as const

/** The pages of the apps: an entry, the files beside it, and those whose names change with their content. */
export function pageRoutes({ pages }: { readonly pages: Pages }): readonly Route[] {
  return (Object.keys(apps) as App[]).flatMap((app) => routesOf(app, pages))
}

function routesOf(app: App, pages: Pages): readonly Route[] {
  const place = `/${apps[app]}` as const
  const named = app === 'customer' ? 'Customer' : 'Merchant'
  const find = (path: string, headers: Readonly<Record<string, string>>) => {
    const file = pages.find(app, path)
    if (!file) throw new Fault('missing', 'ROUTE_MISSING', 'There is no such page')
    return file(headers['accept-encoding'])
  }
  return [
    route({
      ...page,
      name: `go${named}App`,
      path: place,
      summary: `Leads to the app of the ${app}`,
      replies: { 308: z.undefined() },
      handler: async () => ({ ...answer(308), headers: { Location: `${place}/` } }),
    }),
    route({
      ...page,
      name: `get${named}App`,
      path: `${place}/`,
      summary: `The app of the ${app}`,
      replies: { 200: { media: 'text/html; charset=utf-8' } },
      handler: async ({ headers }) => find('index.html', headers),
    }),
    route({
      ...page,
      name: `get${named}File`,
      path: `${place}/:file`,
      summary: `A file of the app of the ${app}`,
      params: byFile,
      replies: { 200: media },
      handler: async ({ params, headers }) => find(params.file, headers),
    }),
    route({
      ...page,
      name: `get${named}Asset`,
      path: `${place}/assets/:file`,
      summary: `A file of the app of the ${app} whose name changes with its content`,
      params: byFile,
      replies: { 200: media },
      handler: async ({ params, headers }) => find(`assets/${params.file}`, headers),
    }),
  ]
}
