import { type Random, seededRandom } from '#kit/random.ts'

/** What a picture is drawn from: the same parameters draw the same picture. */
export interface Picture {
  readonly vessel: Vessel
  /** Of the plate, the glass or the bottle. */
  readonly colour: string
  /** What fills it: sauce, soup or drink. */
  readonly filling: string
  /** From the bottom up. */
  readonly toppings: readonly Topping[]
  /** Places the toppings. */
  readonly seed: number
}

export type Vessel = 'plate' | 'bowl' | 'steamer' | 'tray' | 'glass' | 'bottle'

export interface Topping {
  readonly shape: Shape
  readonly colour: string
  readonly count: number
}

export type Shape = keyof typeof shapes

/** A picture as SVG, 300 × 300, without text, at most 5 KB. */
export function drawPicture(picture: Picture): string {
  const { vessel, seed } = picture
  const size = 'viewBox="0 0 300 300" width="300" height="300"'
  const ground =
    '<path d="M0 0H300V300H0Z" fill="#f6efe4"/><ellipse cx="150" cy="262" rx="112" ry="20" fill="#e2d6c3"/>'
  const body = vessels[vessel](picture, seededRandom(seed))
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${define(picture)}${ground}${body}</svg>`
}

type Draw = (picture: Picture, random: Random) => string

const vessels: Readonly<Record<Vessel, Draw>> = {
  plate: (picture, random) => {
    const { colour, filling } = picture
    const rim = disc(150, 150, 128, colour) + ring(150, 150, 121, shade(colour, -18), 2)
    const well = disc(150, 150, 100, shade(colour, -8)) + disc(150, 150, 90, filling)
    return rim + well + shine(108, 96) + scatter(picture, random, { x: 150, y: 150, reach: 68, scale: 1 })
  },
  bowl: (picture, random) => {
    const { colour, filling } = picture
    const outside = disc(150, 154, 124, shade(colour, -30)) + disc(150, 148, 122, colour)
    const soup = disc(150, 148, 104, shade(filling, -24)) + disc(150, 152, 98, filling)
    return (
      outside + soup + shine(104, 108) + scatter(picture, random, { x: 150, y: 152, reach: 72, scale: 1 })
    )
  },
  steamer: (picture, random) => {
    const { colour, filling } = picture
    const rim = disc(150, 150, 126, shade(colour, -34)) + disc(150, 150, 116, colour)
    const slats = [-60, -30, 0, 30, 60].map((at) =>
      bar(150 + at, 150, 4, 2 * reachAt(at, 96), shade(colour, -22)),
    )
    const inside = disc(150, 150, 104, shade(colour, 14)) + slats.join('') + disc(150, 150, 82, filling)
    return rim + inside + scatter(picture, random, { x: 150, y: 150, reach: 58, scale: 1 })
  },
  tray: (picture, random) => {
    const { colour, filling } = picture
    const board = box(24, 56, 252, 190, 26, shade(colour, -26)) + box(24, 50, 252, 190, 26, colour)
    const main = disc(104, 144, 66, '#fffdf8') + disc(104, 144, 56, filling)
    const toppings = scatter(picture, random, { x: 104, y: 144, reach: 40, scale: 0.7 })
    const rice =
      disc(214, 102, 44, '#fffdf8') + disc(214, 102, 36, '#efe9da') + heap(shapes.grain('#fff'), 214, 102)
    const greens = disc(214, 190, 44, '#fffdf8') + disc(214, 190, 36, '#dfe8c4')
    return board + main + toppings + rice + greens + heap(shapes.leaf('#4f9a48'), 214, 190)
  },
  glass: (picture, random) => {
    const { colour, filling } = picture
    const cup = path('M92 60H208L192 254Q190 264 178 264H122Q110 264 108 254Z', colour)
    const drink = path('M98 96H202L189 248Q188 256 178 256H122Q112 256 111 248Z', filling)
    const top = `<ellipse cx="150" cy="96" rx="52" ry="9" fill="${shade(filling, 26)}"/>`
    const straw = path('M168 100L190 22', 'none', shade(filling, -46), 9)
    return cup + drink + top + straw + scatter(picture, random, { x: 150, y: 172, reach: 40, scale: 0.8 })
  },
  bottle: (picture, random) => {
    const { colour, filling } = picture
    const glass = 'M132 34H168V84Q196 104 196 140V248Q196 264 180 264H120Q104 264 104 248V140Q104 104 132 84Z'
    const cap = box(128, 22, 44, 18, 5, shade(filling, -40))
    const label = box(104, 150, 92, 72, 4, filling)
    const light = path('M118 136Q118 112 136 98V112Q126 122 126 140V240H118Z', '#ffffff55')
    const emblem = scatter(picture, random, { x: 150, y: 186, reach: 20, scale: 0.6 })
    return path(glass, colour) + cap + label + emblem + light
  },
}

interface Place {
  readonly x: number
  readonly y: number
  /** How far from the middle toppings lie. */
  readonly reach: number
  readonly scale: number
}

/** A side dish: seven of a kind around a middle. */
function heap(drawn: string, x: number, y: number): string {
  const places = [
    [0, 0],
    [16, 8],
    [-15, 10],
    [4, -18],
    [-16, -10],
    [18, -12],
    [2, 20],
  ]
  const laid = places.map(([left = 0, top = 0], at) => {
    return `<g transform="translate(${x + left} ${y + top})rotate(${at * 53})scale(.7)">${drawn}</g>`
  })
  return laid.join('')
}

/** Lays the toppings out along a sunflower's spiral, so that they cover evenly and never look ruled. */
function scatter({ toppings }: Picture, random: Random, { x, y, reach, scale }: Place): string {
  const drawn: string[] = []
  for (const [kind, { count }] of toppings.entries()) {
    const turn = random.below(360)
    const fewer = Math.max(1, Math.round(count * Math.min(1, (reach / 68) ** 2 / scale)))
    for (let at = 0; at < fewer; at++) {
      const away = fewer === 1 ? 0 : reach * Math.sqrt((at + 0.5) / fewer)
      const angle = ((turn + at * 137.5) * Math.PI) / 180
      const left = Math.round(x + away * Math.cos(angle)) + random.below(9) - 4
      const top = Math.round(y + away * Math.sin(angle)) + random.below(9) - 4
      const leaning = fewer === 1 ? random.below(40) - 20 : random.below(360)
      const size = `scale(${fewer === 1 ? scale * 1.3 : scale})`
      drawn.push(`<use href="#t${kind}" transform="translate(${left} ${top})rotate(${leaning})${size}"/>`)
    }
  }
  return drawn.join('')
}

/** Each topping once, to be used many times. */
function define({ toppings }: Picture): string {
  const drawn = toppings.map(({ shape, colour }, kind) => `<g id="t${kind}">${shapes[shape](colour)}</g>`)
  return `<defs>${drawn.join('')}</defs>`
}

/** Each drawn around its own middle. */
const shapes = {
  fish: (colour: string) =>
    path('M-62 0Q-30-34 26-18L58-30Q50 0 58 30L26 18Q-30 34-62 0Z', colour) +
    path('M-26-14Q-18 0-26 14M-6-17Q2 0-6 17M14-14Q20 0 14 14', 'none', shade(colour, -36)) +
    disc(-44, -4, 4, '#2b2320'),
  frog: (colour: string) =>
    path('M-24-8Q-8-24 8-12Q22-18 26-4Q30 12 12 12Q-4 24-18 10Q-32 8-24-8Z', colour) +
    path('M-14-6Q0-12 14-4', 'none', shade(colour, 30)),
  meat: (colour: string) =>
    box(-26, -12, 52, 24, 9, colour) +
    box(-26, -12, 52, 8, 4, shade(colour, 52)) +
    box(-22, 2, 44, 3, 1, shade(colour, -28)),
  slice: (colour: string) =>
    path('M-24-4Q0-22 24-4Q16 12 0 10Q-16 12-24-4Z', colour) +
    path('M-14-4Q0-12 14-3', 'none', shade(colour, -30)),
  leaf: (colour: string) =>
    path('M-22 0Q-6-18 22 0Q-6 18-22 0Z', colour) + path('M-20 0H16', 'none', shade(colour, 36)),
  floret: (colour: string) =>
    box(-4, 4, 8, 16, 3, shade(colour, 44)) +
    disc(-9, 2, 10, colour) +
    disc(9, 2, 10, colour) +
    disc(0, -7, 11, shade(colour, 14)),
  chili: (colour: string) => path('M-16-6Q0-10 18 8Q-4 8-16-6Z', colour) + disc(-17, -7, 3, '#4c8b3a'),
  scallion: (colour: string) => ring(0, 0, 5, colour, 3),
  cube: (colour: string) => box(-11, -11, 22, 22, 4, colour) + box(-11, 5, 22, 6, 3, shade(colour, -26)),
  mushroom: (colour: string) =>
    path('M-16 2Q-14-16 0-16Q14-16 16 2Z', colour) + box(-5, 2, 10, 12, 4, shade(colour, 34)),
  bun: (colour: string) =>
    disc(0, 2, 26, shade(colour, -22)) +
    disc(0, 0, 26, colour) +
    path('M-12-8Q0-18 12-8', 'none', shade(colour, -14)),
  grain: (colour: string) => `<ellipse rx="7" ry="3.4" fill="${colour}"/>`,
  swirl: (colour: string) => path('M-26 4Q-14-14 0 0T26-4', 'none', colour, 6),
  dot: (colour: string) => disc(0, 0, 3, colour),
  bubble: (colour: string) => ring(0, 0, 6, colour, 2),
  ice: (colour: string) => box(-13, -13, 26, 26, 5, colour) + path('M-7 4L4-7', 'none', '#ffffff'),
  citrus: (colour: string) =>
    disc(0, 0, 16, colour) +
    disc(0, 0, 12, shade(colour, 44)) +
    path('M-11 0H11M-6-10L6 10M6-10L-6 10', 'none', colour),
  star: (colour: string) => path('M0-20L6-6L20-5L9 4L13 18L0 10L-13 18L-9 4L-20-5L-6-6Z', colour),
} as const

function disc(x: number, y: number, radius: number, colour: string): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${colour}"/>`
}

function ring(x: number, y: number, radius: number, colour: string, width: number): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="none" stroke="${colour}" stroke-width="${width}"/>`
}

function box(
  ...[x, y, width, height, corner, colour]: [number, number, number, number, number, string]
): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${corner}" fill="${colour}"/>`
}

function bar(...[x, y, width, height, colour]: [number, number, number, number, string]): string {
  return box(x - width / 2, y - height / 2, width, height, 0, colour)
}

function path(line: string, fill: string, stroke = '', width = 3): string {
  const drawn = stroke && ` stroke="${stroke}" stroke-width="${width}" stroke-linecap="round"`
  return `<path d="${line}" fill="${fill}"${drawn}/>`
}

function shine(x: number, y: number): string {
  const place = `translate(${x} ${y})rotate(-38)`
  return `<ellipse rx="30" ry="14" fill="#fff" opacity=".28" transform="${place}"/>`
}

function reachAt(away: number, radius: number): number {
  return Math.round(Math.sqrt(radius ** 2 - away ** 2))
}

/** A colour (#rrggbb) made lighter or darker by `amount`. */
function shade(colour: string, amount: number): string {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) + amount)
  const digits = channels.map((channel) => Math.min(255, Math.max(0, channel)).toString(16).padStart(2, '0'))
  return `#${digits.join('')}`
}
