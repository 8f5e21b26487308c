/** Pieces of an order's lines by their names. */
export function piecesText(
  pieces: readonly { readonly lineId: string; readonly quantity: number }[],
  lines: readonly { readonly id: string; readonly name: string }[],
): string {
  const nameOf = (lineId: string) => lines.find(({ id }) => id === lineId)?.name ?? ''
  return pieces.map(({ lineId, quantity }) => `${nameOf(lineId)} ×${quantity}`).join(' · ')
}
