import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, renameSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fetchJars } from '../../host/servers/maven.ts'
import { findProgram } from '../../host/servers/process.ts'

const version = '5.6.3'
/** What the plan uses: without `functions` its properties stay text, `config` has the defaults. */
const parts = ['core', 'http', 'components', 'functions', 'config']

/** Fetches Apache JMeter unless it is there, and answers a folder laid out as it expects. */
export async function jmeterHome(): Promise<string> {
  const artifacts = parts.map((part) => `org.apache.jmeter:ApacheJMeter_${part}:${version}`)
  const jars = await fetchJars({ name: 'jmeter', artifacts })
  const home = join(dirname(jars[0] ?? ''), 'home')
  if (!existsSync(home)) layOut(home, jars)
  return home
}

/** Its own jars in lib/ext, all others in lib; the launcher finds both from where it lies itself. */
function layOut(home: string, jars: readonly string[]): void {
  const fresh = `${home}.${process.pid}`
  for (const folder of ['bin', 'lib/ext', 'lib/junit']) mkdirSync(join(fresh, folder), { recursive: true })
  for (const jar of jars) {
    const name = basename(jar)
    if (name === `ApacheJMeter-${version}.jar`) copyFileSync(jar, join(fresh, 'bin', 'ApacheJMeter.jar'))
    else if (name.startsWith('ApacheJMeter_config')) unpackBin(jar, fresh)
    else symlinkSync(jar, join(fresh, name.startsWith('ApacheJMeter_') ? 'lib/ext' : 'lib', name))
  }
  renameSync(fresh, home)
}

/** The program `jar` unpacks nowhere but where it stands. */
function unpackBin(jar: string, folder: string): void {
  const program = findProgram('jar')
  if (!program) throw new Error('the JDK is not installed: apt-get install openjdk-17-jdk-headless')
  const { status, stderr } = spawnSync(program, ['xf', jar, 'bin'], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${jar} cannot be unpacked: ${stderr}`)
}
