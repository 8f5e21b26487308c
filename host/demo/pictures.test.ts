import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoCategories, demoDishes, demoSetMeals } from './menu.ts'
import { drawPicture } from './pictures.ts'

const things = [...demoDishes, ...demoSetMeals]

test('every picture is small, without text, its own, and the same every time', () => {
  const seen = new Set<string>()
  for (const { name, picture } of things) {
    const svg = drawPicture(picture)
    assert.ok(svg.startsWith('<svg ') && svg.endsWith('</svg>'), name)
    assert.ok(Buffer.byteLength(svg) <= 5 * 1024, `${name} has ${Buffer.byteLength(svg)} bytes`)
    assert.doesNotMatch(svg, /<text|<script|NaN|undefined|href="[^#]/, name)
    assert.equal(drawPicture(picture), svg)
    seen.add(svg)
  }
  assert.equal(seen.size, things.length)
})

test('the demo menu is the official one and a dozen things of our own', () => {
  const official = demoDishes.length + demoSetMeals.length - 12
  assert.equal(official, 24)
  const categories = new Map(demoCategories.map(({ name, kind }) => [name, kind]))
  for (const { category } of demoDishes) assert.equal(categories.get(category), 'DISH')
  for (const { category } of demoSetMeals) assert.equal(categories.get(category), 'SET_MEAL')
  assert.equal(new Set(things.map((thing) => thing.name)).size, things.length)
})

test('a set meal is of dishes that exist, and cheaper than they are', () => {
  const prices = new Map(demoDishes.map((dish) => [dish.name, dish.priceFen]))
  for (const { name, parts, priceFen } of demoSetMeals) {
    const alone = parts.reduce((sum, { dish, copies }) => sum + (prices.get(dish) ?? Number.NaN) * copies, 0)
    assert.ok(priceFen < alone, `${name}: ${priceFen} against ${alone}`)
  }
})
