import { writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Admin } from '@platformatic/kafka'
import { fetchJars, mavenAvailable } from './maven.ts'
import { findProgram, freePort, privateFolder, runToEnd, type StartedServer, startServer } from './process.ts'

export interface StartedKafka extends StartedServer {
  readonly port: number
  /** `127.0.0.1:PORT`, as clients want it. */
  readonly brokers: readonly string[]
}

/** Whether Kafka can be fetched and run here (Debian: openjdk-17-jdk-headless, maven). */
export function kafkaAvailable(): boolean {
  return mavenAvailable()
}

/** Fetches it from Maven packages unless that has been done; answers its class path. */
export async function fetchKafka(): Promise<readonly string[]> {
  return fetchJars(kafkaPackage)
}

/**
 * Starts one broker that is its own controller, with nothing in it. It lives through `kill -9`, because what
 * it took is with the system by then; a power cut is another matter, with one broker there is no second copy.
 */
export async function startKafka(): Promise<StartedKafka> {
  const java = findProgram('java')
  if (!java) throw new Error('Java is not installed: apt-get install openjdk-17-jdk-headless')
  const classPath = (await fetchKafka()).join(delimiter)
  const folder = await privateFolder('kafka')
  const [port, controllerPort] = [await freePort(), await freePort()]
  const settingsFile = join(folder, 'server.properties')
  writeFileSync(settingsFile, settings(folder, port, controllerPort))
  const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', settingsFile]
  await runToEnd(java, [...quick, '-Xmx128m', '-cp', classPath, ...format])
  const brokers = [`127.0.0.1:${port}`]
  const server = await startServer({
    name: 'Kafka',
    program: java,
    args: [...quick, ...memory, ...quietLog, '-cp', classPath, 'kafka.Kafka', settingsFile],
    folder,
    isReady: () => answers(brokers),
    readyWithinMs: 40_000,
  })
  return Object.assign(server, { port, brokers })
}

/** slf4j stays at the line that Kafka brings; without a binding the broker says nothing at all. */
const kafkaPackage = {
  name: 'kafka',
  artifacts: ['org.apache.kafka:kafka_2.13:4.4.0', 'org.slf4j:slf4j-simple:1.7.36'],
}

/** Starts in half the time; a broker of tests does not live long enough for the second compiler. */
const quick = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData']
const memory = ['-Xms64m', '-Xmx384m']
const quietLog = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=warn']

/** Any UUID in base64url. */
const clusterId = '5GoqxFxgT9Oqcj0mGOz3gA'

function settings(folder: string, port: number, controllerPort: number): string {
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names=CONTROLLER',
    'inter.broker.listener.name=PLAINTEXT',
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    `log.dirs=${join(folder, 'data')}`,
    'auto.create.topics.enable=false',
    ...aloneInItsCluster,
    ...soonBack,
  ].join('\n')
}

const aloneInItsCluster = [
  'offsets.topic.replication.factor=1',
  'offsets.topic.num.partitions=1',
  'transaction.state.log.replication.factor=1',
  'transaction.state.log.min.isr=1',
  'transaction.state.log.num.partitions=1',
  'share.coordinator.state.topic.replication.factor=1',
  'share.coordinator.state.topic.min.isr=1',
  'share.coordinator.state.topic.num.partitions=1',
]

/** A group forms without the wait for more members; after a kill the broker is let in again within 2 s. */
const soonBack = [
  'group.initial.rebalance.delay.ms=0',
  'broker.session.timeout.ms=2000',
  'broker.heartbeat.interval.ms=500',
]

async function answers(brokers: readonly string[]): Promise<boolean> {
  const admin = new Admin({ clientId: 'ready', bootstrapBrokers: [...brokers], retries: 0 })
  try {
    return (await admin.metadata({})).brokers.size > 0
  } finally {
    await admin.close()
  }
}
