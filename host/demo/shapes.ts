import { box, disc, path, ring, shade } from './strokes.ts'

export type Shape = keyof typeof shapes

/** Toppings by name, each drawn around its own middle. */
export const shapes = {
  fish: (colour: string) =>
    path('M-62 0Q-30-34 26-18L58-30Q50 0 58 30L26 18Q-30 34-62 0Z', colour) +
    path('M-26-14Q-18 0-26 14M-6-17Q2 0-6 17M14-14Q20 0 14 14', 'none', shade(colour, -36)) +
    disc(-44, -4, 4, '#2b2320'),
  frog: (colour: string) =>
    path('M-24-8Q-8-24 8-12Q22-18 26-4Q30 12 12 12Q-4 24-18 10Q-32 8-24-8Z', colour) +
    path('M-14-6Q0-12 14-4', 'none', shade(colour, 30)),
  meat: (colour: string) =>
    box([-26, -12, 52, 24], 9, colour) +
    box([-26, -12, 52, 8], 4, shade(colour, 52)) +
    box([-22, 2, 44, 3], 1, shade(colour, -28)),
  slice: (colour: string) =>
    path('M-24-4Q0-22 24-4Q16 12 0 10Q-16 12-24-4Z', colour) +
    path('M-14-4Q0-12 14-3', 'none', shade(colour, -30)),
  leaf: (colour: string) =>
    path('M-22 0Q-6-18 22 0Q-6 18-22 0Z', colour) + path('M-20 0H16', 'none', shade(colour, 36)),
  floret: (colour: string) =>
    box([-4, 4, 8, 16], 3, shade(colour, 44)) +
    disc(-9, 2, 10, colour) +
    disc(9, 2, 10, colour) +
    disc(0, -7, 11, shade(colour, 14)),
  chili: (colour: string) => path('M-16-6Q0-10 18 8Q-4 8-16-6Z', colour) + disc(-17, -7, 3, '#4c8b3a'),
  scallion: (colour: string) => ring([0, 0, 5], colour, 3),
  cube: (colour: string) => box([-11, -11, 22, 22], 4, colour) + box([-11, 5, 22, 6], 3, shade(colour, -26)),
  mushroom: (colour: string) =>
    path('M-16 2Q-14-16 0-16Q14-16 16 2Z', colour) + box([-5, 2, 10, 12], 4, shade(colour, 34)),
  bun: (colour: string) =>
    disc(0, 2, 26, shade(colour, -22)) +
    disc(0, 0, 26, colour) +
    path('M-12-8Q0-18 12-8', 'none', shade(colour, -14)),
  grain: (colour: string) => `<ellipse rx="7" ry="3.4" fill="${colour}"/>`,
  swirl: (colour: string) => path('M-26 4Q-14-14 0 0T26-4', 'none', colour, 6),
  dot: (colour: string) => disc(0, 0, 3, colour),
  bubble: (colour: string) => ring([0, 0, 6], colour, 2),
  ice: (colour: string) => box([-13, -13, 26, 26], 5, colour) + path('M-7 4L4-7', 'none', '#ffffff'),
  citrus: (colour: string) =>
    disc(0, 0, 16, colour) +
    disc(0, 0, 12, shade(colour, 44)) +
    path('M-11 0H11M-6-10L6 10M6-10L-6 10', 'none', colour),
  star: (colour: string) => path('M0-20L6-6L20-5L9 4L13 18L0 10L-13 18L-9 4L-20-5L-6-6Z', colour),
} as const
