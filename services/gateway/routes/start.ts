import { type Language, languageOf } from '#kit/http/language.ts'
import { escapeHtml, page } from '#kit/http/page.ts'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { GatewayConfig } from '../config.ts'
import { publicRead } from '../http.ts'
import { startStyle, startWords } from '../start-page.ts'

type Shown = Pick<GatewayConfig, 'demoLogins' | 'docs'>
type DemoLogins = Shown['demoLogins']
type Words = (typeof startWords)[Language]

/** The page a person meets first: where everything is. */
export function startRoutes(shown: Shown): readonly Route[] {
  return [
    route({
      ...publicRead,
      tag: 'system',
      name: 'getStartPage',
      method: 'GET',
      path: '/',
      summary: 'Where everything is',
      replies: { 200: { media: 'text/html; charset=utf-8' } },
      rateClass: 'page',
      async handler({ headers }) {
        const language = languageOf(headers['accept-language'])
        const words = startWords[language]
        const written = page({
          language,
          title: words.title,
          style: startStyle,
          body: bodyOf(words, shown),
        })
        return answer(200, written.html, written.headers)
      },
    }),
  ]
}

function bodyOf(words: Words, { demoLogins, docs }: Shown): string {
  const links = [...words.links, ...(docs ? words.docs : [])].map(
    ([path, name, about]) =>
      `<li><a href="${path}"><b>${name}</b><span>${about}</span><code>${path}</code></a></li>`,
  )
  return `<main>
<header><p>${words.kicker}</p><h1>${words.title}</h1><p>${words.lead}</p></header>
<ul>${links.join('')}</ul>${loginsOf(words, demoLogins)}
</main>`
}

function loginsOf(words: Words, demoLogins: DemoLogins): string {
  if (demoLogins.length === 0) return ''
  const rows = demoLogins.map((row) => {
    const cells = [
      escapeHtml(row.who),
      `<code>${escapeHtml(row.login)}</code>`,
      `<code>${escapeHtml(row.secret)}</code>`,
    ]
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
  })
  const head = words.columns.map((column) => `<th scope="col">${column}</th>`).join('')
  const table = `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`
  return `<section><h2>${words.logins}</h2>${table}</section>`
}
