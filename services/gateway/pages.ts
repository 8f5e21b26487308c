import type { AnswerFile } from '#kit/http/built-file.ts'

/** The built pages; where they were built only the host knows. */
export interface Pages {
  /** A file of an app, `index.html` or `assets/main-1a2b.js`; undefined where there is none. */
  find(app: string, path: string): AnswerFile | undefined
}

/** The apps there are, and where in the address each begins. */
export const apps = { customer: 'app', merchant: 'console' } as const
export type App = keyof typeof apps

export const noPages: Pages = { find: () => undefined }
