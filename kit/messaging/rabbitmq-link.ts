import { type ChannelModel, connect } from 'amqplib'
import type { Clock } from '../clock.ts'
import { outsideContext, withContext } from '../context.ts'
import { Fault } from '../fault.ts'
import { within } from '../lifecycle/within.ts'
import type { Random } from '../random.ts'
import type { Log } from '../telemetry/log.ts'
import { backOffMs } from '../timers/back-off.ts'

/** A connection to RabbitMQ that comes back by itself, for ever. */
export interface Link {
  /** Begins to connect, unless it has. */
  open(): void
  isUp(): boolean
  /** Opens it and waits until it is set up. Throws Fault unavailable UNREACHABLE where that takes long. */
  up(patienceMs: number): Promise<void>
  stop(): Promise<void>
}

export interface LinkNeeds {
  /** amqp://user:password@host:port/vhost, where `?heartbeat=` may tell other seconds than ours. */
  readonly url: string
  readonly clock: Clock
  readonly log: Log
  readonly random: Random
  /**
   * Opens the channels and declares what they need, anew on each connection. A channel that ends must call
   * `drop`, because the connection is then worth nothing and is made again.
   */
  readonly setUp: (model: ChannelModel, drop: (reason: string) => void) => Promise<void>
}

const heartbeatSeconds = '10'
const handshakeMs = 5000
const closingMs = 1000
/** Doublings of the wait between attempts: up to 3.2 s. */
const longestWait = 4

/** A link that is opened when somebody first needs it; nothing that happens to it throws elsewhere. */
export function createLink(needs: LinkNeeds): Link {
  return new KeptLink(needs)
}

class KeptLink implements Link {
  readonly #needs: LinkNeeds
  readonly #stopping = new AbortController()
  #up = Promise.withResolvers<void>()
  #isUp = false
  #running: Promise<void> | undefined

  constructor(needs: LinkNeeds) {
    this.#needs = needs
  }

  open(): void {
    if (!this.#isStopping()) this.#running ??= withContext(outsideContext, () => this.#keep())
  }

  isUp(): boolean {
    return this.#isUp
  }

  async up(patienceMs: number): Promise<void> {
    this.open()
    await within(this.#needs.clock, patienceMs, () => this.#up.promise).catch((cause) => {
      throw new Fault('unavailable', 'UNREACHABLE', 'The broker cannot be reached', { cause })
    })
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  async #keep(): Promise<void> {
    const { clock, random } = this.#needs
    for (let failures = 0; !this.#isStopping(); failures++) {
      if (await this.#connectOnce()) failures = 0
      const waitMs = backOffMs(Math.min(failures, longestWait), random)
      await clock.sleep(waitMs, this.#stopping.signal).catch(() => undefined)
    }
  }

  /** One connection from its beginning to its end; tells whether it was ever set up. */
  async #connectOnce(): Promise<boolean> {
    const gone = Promise.withResolvers<string>()
    try {
      const model = await openModel(this.#needs.url, gone.resolve)
      await this.#live(model, gone).finally(() => this.#close(model))
      return true
    } catch (error) {
      if (!this.#isStopping())
        this.#needs.log.warn('the broker cannot be reached and is tried again', { error })
      return false
    }
  }

  async #live(model: ChannelModel, gone: PromiseWithResolvers<string>): Promise<void> {
    const { setUp, log } = this.#needs
    const ended = Promise.race([gone.promise, whenAborted(this.#stopping.signal)])
    await Promise.race([setUp(model, gone.resolve), ended.then(fail)])
    this.#isUp = true
    this.#up.resolve()
    const reason = await ended
    this.#isUp = false
    this.#up = Promise.withResolvers()
    if (!this.#isStopping()) log.warn('the connection to the broker is lost', { reason })
  }

  async #close(model: ChannelModel): Promise<void> {
    const { clock, log } = this.#needs
    await within(clock, closingMs, () => model.close()).catch((error) => {
      log.debug('a connection ended without its good-byes', { error })
    })
  }
}

async function openModel(url: string, gone: (reason: string) => void): Promise<ChannelModel> {
  const address = new URL(url)
  if (!address.searchParams.has('heartbeat')) address.searchParams.set('heartbeat', heartbeatSeconds)
  const options = { noDelay: true, keepAlive: true, timeout: handshakeMs }
  const model = await connect(address.href, options)
  // An error without a listener would end the process; whatever it is, the connection is over.
  model.on('error', (error) => gone(error.message))
  model.on('close', (error) => gone(error?.message ?? 'closed'))
  return model
}

function fail(reason: string): never {
  throw new Error(reason)
}

function whenAborted(signal: AbortSignal): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  if (signal.aborted) resolve('stopped')
  else signal.addEventListener('abort', () => resolve('stopped'), { once: true })
  return promise
}
