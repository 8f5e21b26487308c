import type { Channel, ChannelModel } from 'amqplib'
import type { Clock } from '../clock.ts'
import { within } from '../lifecycle/within.ts'
import type { Random } from '../random.ts'
import type { Log } from '../telemetry/log.ts'
import { decodeEnvelope } from './envelope-codec.ts'
import type { Listener } from './fan-out.ts'
import type { Intake } from './intake.ts'
import type { Local } from './local.ts'
import { consumeQueue } from './rabbitmq-consuming.ts'
import { declareTopology, type Topology } from './rabbitmq-topology.ts'

/** The listening and watching side of one connection. */
export interface ListeningSide {
  setUp(model: ChannelModel, drop: (reason: string) => void): Promise<void>
  /** Begins to serve who has registered since, where there is a connection. */
  refresh(): Promise<void>
  /** Messages that were refused in this process and wait here to be offered again. */
  held(): number
  /** Takes no more, and waits within a bound for what is being applied. */
  stop(): Promise<void>
}

export interface ListeningNeeds {
  readonly topology: Topology
  /** Who listens to what on the whole platform. */
  readonly listeners: Readonly<Record<string, readonly string[]>>
  /** Who listens and watches in this process. */
  readonly local: Local
  /** The types that are watched in this process. */
  readonly watched: ReadonlySet<string>
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

const stopMs = 3000

/** What lives and dies with a connection. */
interface Session {
  readonly model: ChannelModel
  readonly drop: (reason: string) => void
  readonly serving: Map<string, Serving>
  watching?: { readonly channel: Channel; readonly queue: string }
}

interface Serving {
  readonly channel: Channel
  readonly intake: Intake
}

/** Serves those who have registered with `local`, on each connection anew. */
export function createListeningSide(needs: ListeningNeeds): ListeningSide {
  return new Sessions(needs)
}

class Sessions implements ListeningSide {
  readonly #needs: ListeningNeeds
  #session: Session | undefined
  #turn: Promise<void> = Promise.resolve()
  #stopping: Promise<void> | undefined

  constructor(needs: ListeningNeeds) {
    this.#needs = needs
  }

  async setUp(model: ChannelModel, drop: (reason: string) => void): Promise<void> {
    const { topology, listeners } = this.#needs
    const ended = this.#serving()
    const session = { model, drop: this.#unlessStopping(drop), serving: new Map() }
    this.#session = session
    await Promise.all(ended.map(({ intake }) => intake.stop()))
    await declareTopology(await openChannel(session), topology, listeners)
    await this.refresh()
  }

  /** One at a time, so that nobody is served twice. */
  refresh(): Promise<void> {
    const next = this.#turn.then(() => this.#session && this.#serveAll(this.#session))
    this.#turn = next.catch(() => undefined)
    return next
  }

  held(): number {
    return this.#serving().reduce((sum, { intake }) => sum + intake.held(), 0)
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#finishAll()
    return this.#stopping
  }

  async #finishAll(): Promise<void> {
    const { clock, log } = this.#needs
    await within(clock, stopMs, () => Promise.all(this.#serving().map(finish))).catch((error) => {
      log.warn('what was not settled when the bus stopped comes again', { error })
    })
  }

  #serving(): readonly Serving[] {
    return [...(this.#session?.serving.values() ?? [])]
  }

  #unlessStopping(drop: (reason: string) => void) {
    return (reason: string) => {
      if (!this.#stopping) drop(reason)
    }
  }

  async #serveAll(session: Session): Promise<void> {
    const { local, watched } = this.#needs
    for (const listener of this.#stopping ? [] : local.listeners()) {
      if (!session.serving.has(listener.name)) await this.#serve(session, listener)
    }
    if (watched.size > 0) await this.#watchAll(session)
  }

  async #serve(session: Session, { name, types }: Listener): Promise<void> {
    const { topology, local, log } = this.#needs
    const channel = await openChannel(session)
    await declareTopology(channel, topology, { [name]: types })
    const intake = await consumeQueue({
      ...this.#needs,
      channel,
      queue: topology.queueOf(name),
      drop: session.drop,
      deliver: async (messages, attempt) => deliverOf(local, name)(messages, attempt),
      log: log.with({ consumer: name }),
    })
    session.serving.set(name, { channel, intake })
  }

  async #watchAll(session: Session): Promise<void> {
    const { topology, local, watched, log } = this.#needs
    session.watching ??= await startWatching(await openChannel(session), local, log)
    const { channel, queue } = session.watching
    for (const type of watched) await channel.bindQueue(queue, topology.overheard, type)
  }
}

/** Acknowledgements travel in the channel, so it is closed behind them. */
async function finish({ channel, intake }: Serving): Promise<void> {
  await intake.stop()
  await channel.close()
}

async function openChannel({ model, drop }: Pick<Session, 'model' | 'drop'>): Promise<Channel> {
  const channel = await model.createChannel()
  channel.on('error', (error) => drop(error.message))
  channel.on('close', () => drop('a channel closed'))
  return channel
}

/** Asked for at each delivery, because registrations of one name may be added. */
function deliverOf(local: Local, name: string): Listener['deliver'] {
  const listener = local.listeners().find((each) => each.name === name)
  if (!listener) throw new Error(`${name} does not listen here`)
  return listener.deliver
}

/** A queue of this process alone, which goes with its connection. */
async function startWatching(channel: Channel, local: Local, log: Log) {
  const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true, durable: false })
  const see = (content: Buffer) => {
    try {
      local.tell([decodeEnvelope(content)])
    } catch (error) {
      log.error('what is watched is no envelope', { error })
    }
  }
  await channel.consume(queue, (message) => message && see(message.content), { noAck: true })
  return { channel, queue }
}
