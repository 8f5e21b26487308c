import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, delimiter, dirname, join } from 'node:path'
import { fetchJars, mavenAvailable } from './maven.ts'
import {
  findProgram,
  freePort,
  isFree,
  privateFolder,
  runToEnd,
  type StartedServer,
  startServer,
} from './process.ts'

export interface StartedNacos extends StartedServer {
  readonly port: number
  /** `http://127.0.0.1:PORT`; its gRPC is a thousand ports above. */
  readonly url: string
}

/** Whether Nacos can be fetched and run here (Debian: openjdk-17-jdk-headless, maven). */
export function nacosAvailable(): boolean {
  return mavenAvailable() && findProgram('javac') !== undefined
}

/** Fetches it from Maven packages and compiles its launcher once; answers its class path. */
export async function fetchNacos(): Promise<readonly string[]> {
  const jars = await fetchJars(nacosPackage)
  return [await compile(jars), ...inOrder(jars)]
}

/** Starts an empty Nacos with naming and configuration, without its console and without logins. */
export async function startNacos(): Promise<StartedNacos> {
  const java = findProgram('java')
  if (!java || !nacosAvailable())
    throw new Error('Nacos needs Java and Maven: apt-get install openjdk-17-jdk-headless maven')
  const classPath = await fetchNacos()
  const folder = await privateFolder('nacos')
  const port = await freePorts()
  mkdirSync(join(folder, 'conf'))
  writeFileSync(join(folder, 'conf', 'application.properties'), settings(port))
  const url = `http://127.0.0.1:${port}`
  const server = await startServer({
    name: 'Nacos',
    program: java,
    args: argumentsOf(folder, classPath),
    folder,
    isReady: () => answers(url),
    readyWithinMs: 90_000,
  })
  return Object.assign(server, { port, url })
}

/** Nacos as Maven has it: a rebuild of the release by the pig project. */
const nacosPackage = { name: 'nacos', artifacts: ['io.github.pig-mesh.nacos:nacos-server:3.1.0-bugfix'] }

/** What that rebuild lacks: a main class. */
const sources = join(import.meta.dirname, 'nacos')

/** Compiles the launcher beside the jars unless it is there; answers its folder. */
async function compile(jars: readonly string[]): Promise<string> {
  const files = readdirSync(sources).map((file) => join(sources, file))
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file))
  const classes = join(dirname(jars[0] ?? ''), `launcher-${hash.digest('hex').slice(0, 12)}`)
  if (existsSync(classes)) return classes
  const fresh = `${classes}.${process.pid}`
  const provider = join(fresh, 'META-INF', 'services', 'io.grpc.ServerProvider')
  mkdirSync(dirname(provider), { recursive: true })
  writeFileSync(provider, 'LoopbackServerProvider\n')
  await runToEnd(findProgram('javac') ?? 'javac', ['-cp', jars.join(delimiter), '-d', fresh, ...files])
  // Whoever compiled at the same time has made the same.
  if (existsSync(classes)) rmSync(fresh, { recursive: true })
  else renameSync(fresh, classes)
  return classes
}

/** Two jars have the same package: only with this one first does the server start. */
function inOrder(jars: readonly string[]): readonly string[] {
  const isFirst = (jar: string) => basename(jar) === 'hessian-4.0.63.jar'
  return [...jars.filter(isFirst), ...jars.filter((jar) => !isFirst(jar))]
}

function argumentsOf(folder: string, classPath: readonly string[]): readonly string[] {
  return [
    '-Xms64m',
    '-Xmx256m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Dnacos.standalone=true',
    `-Dnacos.home=${folder}`,
    `-Duser.home=${folder}`,
    `-Djava.io.tmpdir=${folder}`,
    '-XX:-UsePerfData',
    '-Dnacos.server.ip=127.0.0.1',
    '-Dnacos.remote.grpc.listen.ip=127.0.0.1',
    '-cp',
    classPath.join(delimiter),
    'NacosLauncher',
    `--spring.config.additional-location=file:${join(folder, 'conf')}/`,
  ]
}

function settings(port: number): string {
  const identity = 'cangqiong-test'
  return [
    `nacos.server.main.port=${port}`,
    'server.address=127.0.0.1',
    'nacos.inetutils.ip-address=127.0.0.1',
    // Its own database opens slowly on a busy machine, and Nacos ends where that takes longer than this.
    'db.pool.config.connectionTimeout=60000',
    'nacos.core.auth.enabled=false',
    'nacos.core.auth.admin.enabled=false',
    'nacos.core.auth.console.enabled=false',
    'nacos.core.auth.system.type=nacos',
    `nacos.core.auth.plugin.nacos.token.secret.key=${Buffer.from(identity.repeat(4)).toString('base64')}`,
    `nacos.core.auth.server.identity.key=${identity}`,
    `nacos.core.auth.server.identity.value=${identity}`,
  ].join('\n')
}

/** Distances of the ports that Nacos derives from its HTTP port: Raft, HTTP, gRPC for clients and servers. */
const offsets = [-1000, 0, 1000, 1001]

/** An HTTP port with all that Nacos derives from it, below those of outgoing connections. */
async function freePorts(): Promise<number> {
  for (;;) {
    const port = await freePort()
    const free = await Promise.all(offsets.map((offset) => isFree(port + offset)))
    if (port < 31_000 && free.every(Boolean)) return port
  }
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/nacos/v3/admin/core/state/readiness`)
  await answer.arrayBuffer()
  return answer.ok
}
