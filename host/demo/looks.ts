import type { Picture, Topping, Vessel } from './pictures.ts'
import type { Shape } from './shapes.ts'

/** A picture that has no seed yet. */
export type Look = Omit<Picture, 'seed'>

export const put = (shape: Shape, colour: string, count: number): Topping => ({ shape, colour, count })
export const look = (
  vessel: Vessel,
  colour: string,
  filling: string,
  ...toppings: readonly Topping[]
): Look => {
  return { vessel, colour, filling, toppings }
}

export const scallions = put('scallion', '#5fa64a', 6)
export const chilies = put('chili', '#d2342a', 7)
export const sesame = put('dot', '#fbf0d0', 14)

export const grilledFish = (fish: string) =>
  look('plate', '#3f3a38', '#b4451f', put('slice', '#e9c98f', 5), put('fish', fish, 1), chilies, scallions)
export const frogPot = (sauce: string, garnish: Topping) =>
  look('bowl', '#5a4636', sauce, put('frog', '#e3b57c', 7), garnish, put('dot', '#5a3b22', 10))
export const greens = (leaf: Topping, garnish: Topping) => look('plate', '#f4f7f2', '#e7ecd2', leaf, garnish)
export const fishSoup = (soup: string, garnish: Topping) =>
  look('bowl', '#f2efe9', soup, put('slice', '#fbf3e2', 9), garnish, chilies, scallions)
export const tray = (sauce: string, ...toppings: readonly Topping[]) =>
  look('tray', '#a9754a', sauce, ...toppings)
