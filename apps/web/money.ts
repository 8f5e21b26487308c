/** Fen as people read them: ¥12.50, in English CN¥12.50; nothing where the amount is not for who asks. */
export function yuan(fen: number | null, language: string): string {
  if (fen === null) return ''
  return formatOf(language).format(fen / 100)
}

/** The fen that somebody has written as yuan; undefined where it is no amount. */
export function fenOf(text: string): number | undefined {
  const [, whole = '', part = ''] = /^\s*(\d{1,6})(?:\.(\d{1,2}))?\s*$/.exec(text) ?? []
  return whole === '' ? undefined : Number(whole) * 100 + Number(part.padEnd(2, '0'))
}

const formats = new Map<string, Intl.NumberFormat>()

function formatOf(language: string): Intl.NumberFormat {
  const known =
    formats.get(language) ?? new Intl.NumberFormat(language, { style: 'currency', currency: 'CNY' })
  formats.set(language, known)
  return known
}
