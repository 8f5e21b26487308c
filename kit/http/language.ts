/** What every text for people exists in. */
export type Language = 'zh' | 'en'

/** The language a client reads best by its Accept-Language; Chinese where it does not say. */
export function languageOf(acceptLanguage: string | undefined): Language {
  if (acceptLanguage === undefined) return 'zh'
  const weigh = (prefix: string) => Math.max(0, ...weightsOf(acceptLanguage, prefix))
  return weigh('en') > weigh('zh') ? 'en' : 'zh'
}

function weightsOf(acceptLanguage: string, prefix: string): number[] {
  return acceptLanguage
    .slice(0, 200)
    .toLowerCase()
    .split(',')
    .map((part) => part.trim().split(';'))
    .filter(([tag = '']) => tag === prefix || tag.startsWith(`${prefix}-`))
    .map(([, weight = 'q=1']) => Number(weight.trim().slice(2)) || 0)
}
