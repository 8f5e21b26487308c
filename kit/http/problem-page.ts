import { z } from 'zod'
import { languageOf } from './language.ts'
import { escapeHtml, page } from './page.ts'
import type { Reasons } from './reasons.ts'
import { Refusal } from './refusal.ts'
import { answer, noBody, noQuery, type Route, route } from './route.ts'

const style = `
body{margin:0;min-height:100vh;display:grid;place-items:center}
body{font:16px/1.6 system-ui,sans-serif;background:#fbf7f0;color:#2b2118}
main{max-width:32rem;padding:2rem}
code{color:#b3541e;font-size:.9rem;letter-spacing:.04em}
h1{font-size:1.5rem;margin:.2rem 0 1rem}
p{margin:0;color:#6b5d4f}`

/** The pages that `type` of a problem points to: what a code means, in Chinese and English. */
export function problemPageRoute(reasons: Reasons): Route {
  return route({
    name: 'getProblem',
    method: 'GET',
    path: '/problems/:code',
    summary: 'What a problem code means',
    tag: 'system',
    audience: 'public',
    ownership: 'none',
    params: z.strictObject({ code: z.string().max(64) }),
    query: noQuery,
    body: noBody,
    replies: { 200: { media: 'text/html; charset=utf-8' } },
    rateClass: 'page',
    idempotency: 'none',
    audit: false,
    async handler({ params, headers }) {
      const reason = reasons.get(params.code)
      if (!reason) throw new Refusal('missing', 'ROUTE_MISSING', 'There is no such address')
      const language = languageOf(headers['accept-language'])
      const [first, second] = language === 'zh' ? [reason.zh, reason.en] : [reason.en, reason.zh]
      const [code, title, other] = [params.code, first, second].map(escapeHtml)
      const body = `<main><code>${code}</code><h1>${title}</h1><p>${other}</p></main>`
      const written = page({ language, title: first, style, body })
      return answer(200, written.html, written.headers)
    },
  })
}
