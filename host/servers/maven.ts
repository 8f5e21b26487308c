import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram, runToEnd } from './process.ts'

/** Java programs from Maven packages, kept in a folder outside git. */
const cache = join(import.meta.dirname, '..', '..', '.cache', 'servers')

/** One package and all it needs at run time. */
export interface MavenPackage {
  /** What its folder is called. */
  readonly name: string
  /** `group:artifact:version` of each, exact. */
  readonly artifacts: readonly string[]
}

/** Whether Java packages can be fetched and run here (Debian: openjdk-17-jdk-headless, maven). */
export function mavenAvailable(): boolean {
  return findProgram('java') !== undefined && findProgram('mvn') !== undefined
}

/** Fetches a package unless it is there, and answers its jars in a fixed order, with full paths. */
export async function fetchJars({ name, artifacts }: MavenPackage): Promise<readonly string[]> {
  const key = createHash('sha256').update(artifacts.join('\n')).digest('hex').slice(0, 12)
  const folder = join(cache, `${name}-${key}`)
  if (!existsSync(folder)) await fetchInto(folder, name, artifacts)
  const jars = readdirSync(folder).filter((file) => file.endsWith('.jar'))
  return jars.toSorted().map((file) => join(folder, file))
}

/** Whole or not at all: a fetch that was cut off leaves nothing that looks like one. */
async function fetchInto(folder: string, name: string, artifacts: readonly string[]): Promise<void> {
  const mvn = findProgram('mvn')
  if (!mvn) throw new Error('Maven is not installed: apt-get install maven openjdk-17-jdk-headless')
  const fresh = `${folder}.${process.pid}`
  mkdirSync(fresh, { recursive: true })
  try {
    const pom = join(fresh, 'pom.xml')
    writeFileSync(pom, pomOf(name, artifacts))
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${fresh}`, '-DincludeScope=runtime']
    await runToEnd(mvn, ['-B', '-ntp', '-q', '-f', pom, ...goal])
    if (!existsSync(folder)) renameSync(fresh, folder)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

function pomOf(name: string, artifacts: readonly string[]): string {
  const dependencies = artifacts.map((artifact) => {
    const [groupId, artifactId, version] = artifact.split(':')
    return (
      `<dependency><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId>` +
      `<version>${version}</version></dependency>`
    )
  })
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>',
    `<groupId>cangqiong</groupId><artifactId>${name}</artifactId><version>1</version>`,
    `<packaging>pom</packaging><dependencies>${dependencies.join('')}</dependencies></project>`,
  ].join('\n')
}
