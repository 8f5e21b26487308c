import { type Random, seededRandom } from '#kit/random.ts'
import { type Shape, shapes } from './shapes.ts'
import { box, disc, path, ring, shade, shine } from './strokes.ts'

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
    const rim = disc(150, 150, 128, colour) + ring([150, 150, 121], shade(colour, -18), 2)
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
    const slats = [-60, -30, 0, 30, 60].map((at) => slat(150 + at, 150, reachAt(at, 96), shade(colour, -22)))
    const inside = disc(150, 150, 104, shade(colour, 14)) + slats.join('') + disc(150, 150, 82, filling)
    return rim + inside + scatter(picture, random, { x: 150, y: 150, reach: 58, scale: 1 })
  },
  tray: (picture, random) => {
    const { colour, filling } = picture
    const board = box([24, 56, 252, 190], 26, shade(colour, -26)) + box([24, 50, 252, 190], 26, colour)
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
    const cap = box([128, 22, 44, 18], 5, shade(filling, -40))
    const label = box([104, 150, 92, 72], 4, filling)
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

/** An upright bar, 4 wide, that reaches as far up as down. */
function slat(x: number, y: number, reach: number, colour: string): string {
  return box([x - 2, y - reach, 4, 2 * reach], 0, colour)
}

/** How far a circle reaches at a distance from its middle line. */
function reachAt(away: number, radius: number): number {
  return Math.round(Math.sqrt(radius ** 2 - away ** 2))
}
