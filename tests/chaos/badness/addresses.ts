import fc from 'fast-check'
import { asking, targetOf } from '../draft.ts'
import type { Operation, Parameter } from '../operations.ts'
import { accepts } from '../schema.ts'
import { type Badness, drafts, hostileTexts, written } from './badness.ts'

const parametersIn = ({ parameters }: Operation, place: Parameter['in']) =>
  parameters.filter((parameter) => parameter.in === place)
const hasId = (operation: Operation) => parametersIn(operation, 'path').length > 0
const anywhere = () => true

/** As they stand in an address; some are not even percent-encoded text. */
const rawIds = [
  '',
  '%00',
  '1%00',
  '%2e',
  '%2e%2e',
  '..',
  '.',
  '%',
  '%zz',
  '%ff%fe',
  '%c0%ae',
  '%2f',
  'a%2fb',
  '%5c',
  '%20',
]

const hostileIds: Badness = {
  name: 'an id that nothing has',
  fits: hasId,
  requests(operation, world) {
    const ids = [...rawIds, ...hostileTexts.map(encodeURIComponent), `${'9'.repeat(16)}`, 'y'.repeat(3000)]
    const puts = fc.tuple(fc.constantFrom(...parametersIn(operation, 'path')), fc.constantFrom(...ids))
    return written(
      fc.tuple(drafts(operation, world), puts).map(([draft, [{ name }, id]]) => {
        return { ...draft, target: targetOf(operation, world, { [name]: id }) }
      }),
    )
  },
}

/** Well-formed and absent, one for each form that ids have. */
const absentIds = ['999999999999999', '019ab000-0000-7000-8000-ffffffffffff', 'absent.id-1']

const missingThings: Badness = {
  name: 'an id that could be but is not',
  fits: hasId,
  requests(operation, world) {
    const puts = fc.constantFrom(...parametersIn(operation, 'path')).map(({ name, schema }) => {
      return { [name]: absentIds.find((id) => accepts(schema, id)) ?? 'ABSENT' }
    })
    return written(
      fc.tuple(drafts(operation, world), puts).map(([draft, put]) => {
        return { ...draft, target: targetOf(operation, world, put) }
      }),
    )
  },
}

const bends: readonly ((target: string) => string)[] = [
  (target) => `/${target}`,
  (target) => `${target}/`,
  (target) => `${target}/more`,
  (target) => `${target};jsessionid=1`,
  (target) => `/v1/..${target}`,
  (target) => `/.${target}`,
  (target) => `/v1/%2e%2e${target}`,
  (target) => target.replace('/', '/%2f'),
  (target) => target.replace(/\/([^/]*)$/, '%2f$1'),
  (target) => target.replace(/\/([^/]*)$/, '\\$1'),
  (target) => target.replace(/[a-z]/, (letter) => letter.toUpperCase()),
  (target) => `/api${target}`,
  (target) => `/v2${target}`,
  (target) => `${target}.json`,
  (target) => `${target}%20`,
]

const bentPaths: Badness = {
  name: 'a path that is almost right',
  fits: anywhere,
  requests: (operation, world) =>
    written(
      fc
        .tuple(drafts(operation, world), fc.constantFrom(...bends))
        .map(([draft, bend]) => ({ ...draft, target: bend(targetOf(operation, world)) }))
        .filter(({ target }) => target !== targetOf(operation, world)),
    ),
}

const verbs = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'LOCK',
  'SOURCE',
  'BREW',
  'get',
]

const wrongMethods: Badness = {
  name: 'a method the path does not know',
  fits: anywhere,
  requests(operation, world) {
    const wrong = verbs.filter((verb) => !operation.methods.includes(verb))
    return written(
      fc
        .tuple(drafts(operation, world), fc.constantFrom(...wrong))
        .map(([draft, method]) => ({ ...draft, method })),
    )
  },
}

const strangeNames = [
  'x',
  'id',
  'role',
  'customerId',
  'a[b]',
  '__proto__',
  'constructor',
  'toString',
  '',
  '$where',
  '😀',
]

const unknownParameters: Badness = {
  name: 'a parameter nobody knows',
  fits: anywhere,
  requests: (operation, world) =>
    written(
      fc
        .tuple(
          drafts(operation, world),
          fc.constantFrom(...strangeNames),
          fc.constantFrom('1', '', ...hostileTexts),
        )
        .map(([draft, name, value]) => {
          const query = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`
          return { ...draft, target: asking(draft.target, query) }
        }),
    ),
}

const brokenQueries = ['%', '%zz=1', 'a=%ff', 'a=%ed%a0%80', 'a=%00', '%00=1', 'a=%c0%80', '=&=&=', 'a&a&a']

const unreadableQueries: Badness = {
  name: 'a query that is no text',
  fits: anywhere,
  requests: (operation, world) =>
    written(
      fc
        .tuple(drafts(operation, world), fc.constantFrom(...brokenQueries))
        .map(([draft, query]) => ({ ...draft, target: asking(draft.target, query) })),
    ),
}

/** What only the words of a parameter tell, not its form. */
const beyondForm: Readonly<Record<string, readonly string[]>> = {
  limit: ['0', '101', '999999999999999'],
  states: ['PAID,', 'paid', 'PAID,NOPE', ','.repeat(150), hostileTexts[0] ?? ''],
  cursor: hostileTexts,
}

const wrongParameters: Badness = {
  name: 'a parameter with a value it cannot have',
  fits: (operation) => parametersIn(operation, 'query').length > 0,
  requests(operation, world) {
    const wrongFor = ({ name, schema }: Parameter) => {
      const ill = [...hostileTexts, '1,2', 'z'.repeat((schema.maxLength ?? 300) + 1)].filter(
        (text) => !accepts(schema, text),
      )
      const values = [...ill, ...(beyondForm[name] ?? [])].map(
        (text) => `${name}=${encodeURIComponent(text)}`,
      )
      return [...values, `${name}=1&${name}=1`, `${name}[]=1`]
    }
    const pairs = parametersIn(operation, 'query').flatMap(wrongFor)
    return written(
      fc
        .tuple(drafts(operation, world), fc.constantFrom(...pairs))
        .map(([draft, pair]) => ({ ...draft, target: asking(draft.target, pair) })),
    )
  },
}

export const addressBadness: readonly Badness[] = [
  hostileIds,
  missingThings,
  bentPaths,
  wrongMethods,
  unknownParameters,
  unreadableQueries,
  wrongParameters,
]
