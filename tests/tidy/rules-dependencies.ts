import type { Rule } from './rule.ts'
import type { Complaint, Source } from './source.ts'

const page = 'docs/decisions/dependencies.md'
const kinds = ['dependencies', 'optionalDependencies', 'devDependencies'] as const

type Packages = Partial<Record<(typeof kinds)[number], Readonly<Record<string, string>>>>

function dependenciesIn(sources: readonly Source[]): [name: string, version: string][] {
  const source = sources.find(({ path }) => path === 'package.json')
  if (!source) return []
  const packages: Packages = JSON.parse(source.text)
  return kinds.flatMap((kind) => Object.entries(packages[kind] ?? {}))
}

const complain = (path: string, message: string): Complaint => ({ path, line: 1, message })

const explained: Rule = {
  name: 'every dependency has its reason on the page of dependencies, and only those there are',
  check(sources) {
    const text = sources.find(({ path }) => path === page)?.text ?? ''
    const said = new Set(
      [...text.matchAll(/^- (`.+?):/gm)].flatMap(([, names = '']) => names.match(/[^`, ]+/g)),
    )
    const names = dependenciesIn(sources).map(([name]) => name)
    const missing = names
      .filter((name) => !said.has(name))
      .map((name) => complain(page, `no reason for ${name}`))
    const gone = [...said].filter((name) => name !== null && !names.includes(name))
    return [...missing, ...gone.map((name) => complain(page, `${name} is not a dependency`))]
  },
  caught: [
    ['package.json', '{"dependencies":{"left-pad":"1.0.0"}}'],
    [page, '- `left-pad`: pads.'],
  ],
  fine: [['package.json', '{}']],
}

const exact: Rule = {
  name: 'a dependency has an exact version',
  check: (sources) =>
    dependenciesIn(sources)
      .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
      .map(([name, version]) => complain('package.json', `${name} is ${version}`)),
  caught: [
    ['package.json', '{"dependencies":{"a":"^1.0.0"}}'],
    ['package.json', '{"devDependencies":{"a":"latest"}}'],
  ],
  fine: [['package.json', '{"dependencies":{"a":"1.0.0"}}']],
}

export const dependencyRules: readonly Rule[] = [explained, exact]
