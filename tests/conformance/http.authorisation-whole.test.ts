import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Route } from '#kit/http/route.ts'
import { ask } from './authorisation/ask.ts'
import { sentTo } from './authorisation/bodies.ts'
import { namedInOldWords } from './authorisation/old-things.ts'
import {
  audienceOf,
  type Choice,
  declaredAudience,
  oldFace,
  table,
  verdictOf,
} from './authorisation/oracle.ts'
import { type Caller, gather, type Side } from './authorisation/people.ts'
import { createThings, kindOf, thingsIn } from './authorisation/things.ts'
import { openTown } from './authorisation/town.ts'

const town = await openTown()
after(() => town.close())
const people = await gather(town)
const world = { town, people }
const things = createThings(world)
const { routes } = town.http
let cases = 0

/** The old face lets its pages show this one refusal, so it comes with 200. */
const confinedInOldWords = /^{"code":0,"msg":"请先修改初始密码"/

/** Whoever has left is nobody: these come last. */
const leaving = ['changePassword', 'closeSession']
/** Files of the pages are everybody's, and need not have been built. */
const judged = routes.filter(({ tag }) => tag !== 'pages')
const inTurn = judged.toSorted((a, b) => leaving.indexOf(a.name) - leaving.indexOf(b.name))
/** Whoever may do these is gone as well: only who may not is judged. */
const endings = ['deleteMe', 'POST /user/user/logout', 'POST /admin/employee/logout']

/** Logins and signatures are refused by whoever knows them, which is no matter of who may call. */
const ownRefusals =
  /"(CREDENTIALS_WRONG|CODE_WRONG|PASSWORD_WRONG|SESSION_ENDED|MESSAGE_MISSING|FAIL|图片不存在)"/

test('the table says for whom every route is, and every route declares the same', () => {
  const told = [...table].map(([name, audience]) => `${name}: ${audience}`)
  const declared = routes.map((route) => `${route.name}: ${declaredAudience(route)}`)
  const hint = 'say in tests/conformance/authorisation/audiences*.ts for whom a new route is'
  assert.deepEqual(declared.toSorted(), told.toSorted(), hint)
})

test('whatever is written is seen', async () => {
  const before = town.state()
  await things.idOf('addresses/:id', 'here')
  assert.notEqual(town.state(), before)
})

for (const route of inTurn) {
  const names = namesIn(route)
  for (const caller of people.callers) {
    test(`${route.method} ${route.path} (${audienceOf(route)}): ${caller.name}`, async () => {
      const alike = new Map<number, unknown>()
      for (const choices of choicesFor(names)) await judge(route, caller, choices, alike)
    })
  }
}

test('there were enough cases', (t) => {
  t.diagnostic(`${cases} cases of authorisation: ${routes.length} routes × ${people.callers.length} callers`)
  assert.ok(cases >= 3000, String(cases))
})

/** Everything refused first: what is allowed may use things up. */
function choicesFor(names: readonly string[]): readonly (readonly Choice[])[] {
  const all: readonly Choice[] = ['absent', 'other', 'own']
  return names.reduce<readonly (readonly Choice[])[]>(
    (found, name) => {
      const { only } = kindOf(name)
      const here = only === undefined ? all : [only]
      return found.flatMap((before) => here.map((choice) => [...before, choice]))
    },
    [[]],
  )
}

/** `alike` keeps what was told of the first thing that is not the caller’s, absent or another’s. */
async function judge(
  route: Route,
  caller: Caller,
  choices: readonly Choice[],
  alike: Map<number, unknown>,
): Promise<void> {
  const names = namesIn(route)
  const named = names.map((name, at) => ({ name, choice: choices[at] ?? 'own' }))
  const expected = verdictOf(route, caller, named)
  if (expected === 'allowed' && endings.includes(route.name)) return
  const isOld = route.tag === oldFace
  const address = isOld ? await oldAddressOf(route, caller, named) : await pathOf(route, caller, named)
  const sent = { ...(await sentTo(route, world, caller)), ...address }
  await town.settle()
  const before = town.state()
  const request = { method: route.method, ...sent, ...tokenHeaderOf(route) }
  const { status, body } = await ask(town, caller, request)
  cases += 1
  const label = `${choices.join(', ')}: ${status} ${body.slice(0, 300)}`
  if (expected === 'allowed') {
    assert.ok(![401, 403, 404].includes(status) || ownRefusals.test(body), label)
    assert.ok(status < 500, label)
    if (isOld) assertKnown(alike, route, body, label)
    if (route.method !== 'GET') things.forget()
    return
  }
  if (expected === 'refused') assert.match(body, /^{"code":0,"msg":"/, label)
  const wanted = expected === 'refused' || expected === 'nothing' ? [200, 404] : [expected]
  if (!confinedInOldWords.test(body)) assert.ok(wanted.includes(status), label)
  if (![401, 403].includes(status)) assertAlike(alike, choices, body)
  await town.settle()
  if (town.state() !== before) await assertChangesNothing(() => ask(town, caller, request), label)
}

const tokenHeaderOf = ({ dialect }: Route) => (dialect ? { tokenHeader: dialect.tokenHeader } : {})

/** What was written may have been taken back: then once more, and all that stands there decides. */
async function assertChangesNothing(again: () => Promise<unknown>, label: string): Promise<void> {
  const before = town.contents()
  await again()
  await town.settle()
  assert.equal(town.contents(), before, `refused, and yet something is written: ${label}`)
}

function assertAlike(alike: Map<number, unknown>, choices: readonly Choice[], body: string): void {
  const at = choices.findIndex((choice) => choice !== 'own')
  const told = toldBy(body)
  if (!alike.has(at)) alike.set(at, told)
  assert.deepEqual(told, alike.get(at), 'what is absent and what is another’s are told alike')
}

/** An own thing is not told of like an absent one. */
function assertKnown(alike: Map<number, unknown>, { name }: Route, body: string, label: string): void {
  const told = namedInOldWords[name]
  if (told?.told !== 'refused' || told.isAlike || !alike.has(0)) return
  assert.notDeepEqual(toldBy(body), alike.get(0), label)
}

function toldBy(body: string): unknown {
  const { instance, traceId, ...told } = body.startsWith('{') ? JSON.parse(body) : {}
  return told
}

interface NamedThing {
  readonly name: string
  readonly choice: Choice
}

function namesIn({ tag, name, path }: Route): readonly string[] {
  if (tag !== oldFace) return thingsIn(path)
  const told = namedInOldWords[name]
  return told ? [told.thing] : []
}

/** An id in the path where the path has a place for it, else in query and body: each reads its own. */
async function oldAddressOf({ name, path, method }: Route, caller: Caller, [thing]: readonly NamedThing[]) {
  const told = namedInOldWords[name]
  const filled = (id: string) => path.replace('/:status', '/1').replaceAll(/:[A-Za-z]+/g, id)
  if (!told || !thing) return { path: filled('999999') }
  const id = await idOf(thing, caller)
  const fields = { ...told.beside?.(), [told.field]: id }
  const isBody = method === 'PUT' || (method === 'POST' && !path.includes('/status/'))
  return { path: filled(id), ...(isBody ? { body: fields } : { query: fields }) }
}

async function pathOf({ path }: Route, caller: Caller, named: readonly NamedThing[]) {
  let filled: string = path
  for (const thing of named)
    filled = filled.replace(thing.name, `${thing.name.split('/')[0]}/${await idOf(thing, caller)}`)
  return { path: filled.replaceAll(/:[A-Za-z]+/g, '999999') }
}

async function idOf({ name, choice }: NamedThing, { side }: Caller): Promise<string> {
  const other: Side = side === 'here' ? 'there' : 'here'
  return choice === 'absent' ? kindOf(name).absent : things.idOf(name, choice === 'own' ? side : other)
}
