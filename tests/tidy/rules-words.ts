import { type Example, perFile, type Rule } from './rule.ts'
import type { Source } from './source.ts'

/** This folder quotes what it forbids. */
const isQuoting = ({ path }: Source) => path.startsWith('tests/tidy/')

/** A rule against words, wherever they stand. */
function without(rule: {
  readonly name: string
  readonly words: RegExp
  readonly caught: readonly Example[]
  readonly fine: readonly Example[]
}): Rule {
  return perFile({
    ...rule,
    applies: (source) => !isQuoting(source),
    check: ({ path, lines }) =>
      lines.flatMap((text, index) => {
        const [found] = rule.words.exec(text) ?? []
        return found === undefined ? [] : [{ path, line: index + 1, message: `says ${found.trim()}` }]
      }),
  })
}

const noPromises = without({
  name: 'nothing is left for later in the code',
  words: /\b(TODO|FIXME|XXX|HACK)\b/,
  caught: [
    ['kit/a.ts', '// TODO later'],
    ['docs/a.md', 'FIXME'],
  ],
  fine: [['kit/a.ts', 'const todo = 1']],
})

const noRegistries = without({
  name: 'no file names a package registry',
  words: /\bregistry\.[a-z0-9-]+\.[a-z]{2,}|\bnpmmirror\b|registry\s*=\s*http|"resolved":/,
  caught: [
    ['package-lock.json', '"resolved": "https://example.org/a.tgz"'],
    ['.npmrc', 'registry=https://example.org'],
    ['docs/a.md', 'https://registry.npmjs.org/'],
  ],
  fine: [['docs/a.md', 'the service registry. Consul keeps it']],
})

const noMachines = without({
  name: 'no file names a place of one machine',
  words: /(^|[\s'"`(=:])(\/(work|home|root|Users|opt)\/[\w.-]+|[A-Z]:\\\w+)/,
  caught: [
    ['kit/a.ts', "const path = '/home/someone/data'"],
    ['docs/a.md', 'see /work/main'],
    ['docs/a.md', 'C:\\Users\\someone'],
  ],
  fine: [
    ['services/a.ts', "get('/v1/work/orders')"],
    ['host/servers/a.ts', "'/usr/sbin/mariadbd'"],
  ],
})

export const wordRules: readonly Rule[] = [noPromises, noRegistries, noMachines]
