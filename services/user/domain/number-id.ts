const form = /^[1-9]\d{0,14}$/

/** The number a database gave, read back from its text; undefined for what no database has given. */
export function readNumberId(text: string): number | undefined {
  return form.test(text) ? Number(text) : undefined
}
