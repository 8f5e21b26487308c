import type { Rule } from './rule.ts'
import { importsOf, targetOf } from './rules-imports.ts'
import type { Source } from './source.ts'

type Imports = ReadonlyMap<string, readonly string[]>

function importsIn(sources: readonly Source[]): Imports {
  const code = sources.filter(({ path, isTest }) => !isTest && /\.(ts|mjs|js)$/.test(path))
  return new Map(
    code.map((source) => [
      source.path,
      importsOf(source).map(({ specifier }) => targetOf(source.path, specifier).name),
    ]),
  )
}

/** At least one circle wherever there are some; each as the files on its way. */
function circlesIn(imports: Imports): readonly (readonly string[])[] {
  const circles: (readonly string[])[] = []
  const followed = new Set<string>()
  function follow(path: string, way: readonly string[]): void {
    const begin = way.indexOf(path)
    if (begin >= 0) circles.push(way.slice(begin))
    if (begin >= 0 || followed.has(path)) return
    for (const next of imports.get(path) ?? []) follow(next, [...way, path])
    followed.add(path)
  }
  for (const path of imports.keys()) follow(path, [])
  return circles
}

const noCircles: Rule = {
  name: 'no files import each other in a circle, types included',
  check: (sources) =>
    circlesIn(importsIn(sources)).map(([path = '', ...others]) => ({
      path,
      line: 1,
      message: `comes back to itself by ${others.join(', ') || 'itself'}`,
    })),
  caught: [['kit/rpc/rpc.ts', "import type { Rpc } from './rpc.ts'"]],
  fine: [['kit/rpc/rpc.ts', "import type { Rpc } from './client.ts'"]],
}

export const circleRules: readonly Rule[] = [noCircles]
