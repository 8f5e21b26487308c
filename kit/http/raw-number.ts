declare global {
  interface JSON {
    /** A value that `JSON.stringify` writes exactly as this text. */
    rawJSON(text: string): object
  }
}

/** A number of JSON with exactly so many decimals: (56, 2) is written as `56.00`. */
export function rawNumber(value: number, decimals: number): object {
  return JSON.rawJSON(value.toFixed(decimals))
}
