/** Left, top, width and height. */
type Area = readonly [number, number, number, number]
/** Middle and radius. */
type Round = readonly [number, number, number]

export function disc(x: number, y: number, radius: number, colour: string): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${colour}"/>`
}

export function ring([x, y, radius]: Round, colour: string, width: number): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="none" stroke="${colour}" stroke-width="${width}"/>`
}

export function box([x, y, width, height]: Area, corner: number, colour: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${corner}" fill="${colour}"/>`
}

export function path(line: string, fill: string, stroke = '', width = 3): string {
  const drawn = stroke && ` stroke="${stroke}" stroke-width="${width}" stroke-linecap="round"`
  return `<path d="${line}" fill="${fill}"${drawn}/>`
}

/** Light from the upper left. */
export function shine(x: number, y: number): string {
  const place = `translate(${x} ${y})rotate(-38)`
  return `<ellipse rx="30" ry="14" fill="#fff" opacity=".28" transform="${place}"/>`
}

/** A colour (#rrggbb) made lighter or darker by `amount`. */
export function shade(colour: string, amount: number): string {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) + amount)
  const digits = channels.map((channel) => Math.min(255, Math.max(0, channel)).toString(16).padStart(2, '0'))
  return `#${digits.join('')}`
}
