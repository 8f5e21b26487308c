import { createHash } from 'node:crypto'
import type { Language } from './language.ts'

/** What a page is made of. */
export interface PageParts {
  readonly language: Language
  readonly title: string
  /** One style sheet; the page may load nothing else. */
  readonly style: string
  /** HTML; whoever writes it escapes what is not. */
  readonly body: string
}

/** A page that needs no other request, and the headers that allow it nothing more than it has. */
export function page({ language, title, style, body }: PageParts) {
  const html = [
    '<!doctype html>',
    `<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">`,
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><style>${style}</style>`,
    `${body}</html>`,
  ].join('\n')
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    'img-src data:',
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ]
  return { html, headers: { 'Content-Security-Policy': policy.join('; '), Vary: 'Accept-Language' } }
}

/** Text made safe between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
