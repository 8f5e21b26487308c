/** What a chart shows, without how it is drawn. */
export interface ChartPlan {
  readonly kind: 'line' | 'bar'
  readonly names: readonly string[]
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[]
  /** Bars from left to right, for long names. */
  readonly isLying?: boolean
}

interface Day {
  readonly day: string
}

/** A line for each field, over the days. */
export function overDays<D extends Day>(
  days: readonly D[],
  fields: readonly { readonly name: string; readonly value: (day: D) => number }[],
): ChartPlan {
  return {
    kind: 'line',
    names: days.map(({ day }) => day.slice(5)),
    series: fields.map(({ name, value }) => ({ name, values: days.map(value) })),
  }
}

export function ranked(
  items: readonly { readonly name: string; readonly quantity: number }[],
  name: string,
): ChartPlan {
  const values = items.map(({ quantity }) => quantity)
  return { kind: 'bar', isLying: true, names: items.map((item) => item.name), series: [{ name, values }] }
}

/** Fen as a chart's axis counts them. */
export const inYuan = (fen: number) => fen / 100
