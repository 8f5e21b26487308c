/** Devices whose clock is wrong are common; what counts is the server's. */
let aheadMs = 0

/** Below this the `Date` of an answer, whole seconds and a way old, says nothing. */
const trustedMs = 2500

/** Hears the `Date` of an answer. */
export function heardDate(text: string | null): void {
  const instant = Date.parse(text ?? '')
  if (Number.isNaN(instant)) return
  const difference = instant - Date.now()
  aheadMs = Math.abs(difference) > trustedMs ? difference : 0
}

/** The time by the server's clock, as far as answers have told. */
export function serverNow(): number {
  return Date.now() + aheadMs
}
