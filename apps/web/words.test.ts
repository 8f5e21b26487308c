import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { en as customerEn } from '../customer/words/en.ts'
import { zhCN as customerZh } from '../customer/words/zh-CN.ts'
import { en as merchantEn } from '../merchant/words/en.ts'
import { zhCN as merchantZh } from '../merchant/words/zh-CN.ts'

const apps = join(import.meta.dirname, '..')
const both = { customer: [customerZh, customerEn], merchant: [merchantZh, merchantEn] } as const

/** Every place in the words, `order.state.PAID`, with what stands there. */
function flat(words: object, above = ''): [place: string, text: string][] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string' ? [[above + name, value] as [string, string]] : flat(value, `${above}${name}.`),
  )
}

/** Places that a source asks for by name, in a call or as the words of something. */
function asked(text: string): string[] {
  const calls = [...text.matchAll(/\btm?\(([^()]*)/g)].map(([, given = '']) => given)
  const named = calls.flatMap((given) => [...given.matchAll(/'(\w+(?:\.\w+)+)'/g)])
  const data = [...text.matchAll(/\bwords: '([\w.]+)'/g)]
  return [...named, ...data].map(([, place = '']) => place).filter((place) => !isGroup(text, place))
}
/** All of a group is asked for with `tm`. */
const isGroup = (text: string, place: string) => text.includes(`tm('${place}')`)

/** The fixed beginnings of places that are put together. */
function groupsAsked(text: string): string[] {
  const built = [...text.matchAll(/\bte?\(`([\w.]+\.)\$\{/g)]
  const whole = [...text.matchAll(/\btm\('([\w.]+)'\)/g)]
  return [...built, ...whole].map(([, group = '']) => group)
}

for (const [app, [zh, en]] of Object.entries(both)) {
  test(`${app}: English says everything that Chinese says, with the same gaps to fill`, () => {
    const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()
    const english = new Map(flat(en))
    for (const [place, text] of flat(zh)) {
      assert.ok(english.get(place), place)
      assert.deepEqual(gaps(english.get(place) ?? ''), gaps(text), place)
    }
    assert.equal(english.size, flat(zh).length)
    for (const [place, text] of english) assert.doesNotMatch(text, /\p{Script=Han}/u, place)
  })
}

test('no Chinese stands outside the words, and every word that is asked for is there', () => {
  for (const path of globSync(['{customer,merchant,web}/**/*.{vue,ts}'], { cwd: apps })) {
    if (/\/words\/|\.test\.ts$|\/gen\//.test(path)) continue
    const text = readFileSync(join(apps, path), 'utf8')
    // The names of languages are written in themselves.
    assert.doesNotMatch(text.replaceAll("'中文'", ''), /\p{Script=Han}/u, path)
    const app = path.startsWith('merchant') ? 'merchant' : 'customer'
    const places = new Set(flat(both[app][0]).map(([place]) => place))
    for (const place of asked(text)) assert.ok(places.has(place), `${path}: ${place}`)
    for (const group of groupsAsked(text))
      assert.ok(
        [...places].some((place) => place.startsWith(group)),
        `${path}: ${group}`,
      )
  }
})
