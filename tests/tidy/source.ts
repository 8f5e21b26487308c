import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import ts from 'typescript'

/** One file of the project as the rules see it. */
export interface Source {
  /** From the project's folder, with slashes. */
  readonly path: string
  readonly text: string
  readonly lines: readonly string[]
  /** A test or what only tests use: free of most rules. */
  readonly isTest: boolean
  readonly isGenerated: boolean
  /** Parsed when first asked for; only code has one. */
  readonly tree: ts.SourceFile
}

/** Something a rule does not like. */
export interface Complaint {
  readonly path: string
  /** Counted from 1. */
  readonly line: number
  readonly message: string
}

const skippedFolders = new Set(['node_modules', '.git', '.cache', 'data', 'results', 'artefacts'])
const textEndings = new Set(
  ['ts', 'mjs', 'js', 'vue', 'md', 'json', 'proto', 'yaml', 'yml', 'html', 'css', 'sh', 'toml', ''].map(
    (ending) => (ending === '' ? '' : `.${ending}`),
  ),
)

/** All text files of the project that may be committed. */
export function readProject(root: string): Source[] {
  const entries = readdirSync(root, { recursive: false, withFileTypes: true })
  const paths = entries.flatMap((entry) => pathsBelow(root, '', entry.name, entry.isDirectory()))
  return paths.map((path) => createSource(path, readFileSync(join(root, path), 'utf8')))
}

function pathsBelow(root: string, above: string, name: string, isFolder: boolean): string[] {
  const path = above === '' ? name : `${above}/${name}`
  if (!isFolder) return textEndings.has(extname(name)) && name !== '.DS_Store' ? [path] : []
  if (skippedFolders.has(name)) return []
  const entries = readdirSync(join(root, path), { withFileTypes: true })
  return entries.flatMap((entry) => pathsBelow(root, path, entry.name, entry.isDirectory()))
}

export function createSource(path: string, text: string): Source {
  let tree: ts.SourceFile | undefined
  return {
    path,
    text,
    lines: text.split('\n'),
    isTest: /\.(test|fixture|suite)\.ts$/.test(path) || /^(tests|bench)\//.test(path),
    isGenerated: /^(contracts|apps\/web)\/gen\//.test(path) || path === 'package-lock.json',
    get tree() {
      tree ??= ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true)
      return tree
    },
  }
}

/** Whether it is code of ours, rather than generated or prose. */
export function isCode({ path, isGenerated }: Source): boolean {
  return /\.(ts|mjs)$/.test(path) && !isGenerated
}

/** Calls `see` for every node of the file. */
export function visit(source: Source, see: (node: ts.Node) => void): void {
  const walk = (node: ts.Node): void => {
    see(node)
    ts.forEachChild(node, walk)
  }
  walk(source.tree)
}

/** A complaint about a node. */
export function complainAt(source: Source, node: ts.Node, message: string): Complaint {
  return { path: source.path, line: lineOf(source, node.getStart(source.tree)), message }
}

/** The line of a position, counted from 1. */
export function lineOf({ tree }: Source, position: number): number {
  return tree.getLineAndCharacterOfPosition(position).line + 1
}
