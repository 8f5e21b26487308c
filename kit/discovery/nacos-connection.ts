import { type AgainNeeds, again } from './again.ts'
import { type LineNeeds, type NacosLine, type NacosMessage, openLine } from './nacos-line.ts'

export interface NacosConnectionNeeds extends AgainNeeds, Pick<LineNeeds, 'server' | 'module' | 'hear'> {
  /** Called whenever a connection is open, for what Nacos forgets with the last one; rejects: tried again. */
  begin(): Promise<void>
  /** Called every few seconds besides, for what Nacos has said and nobody heard; rejects: connected again. */
  reconcile(): Promise<void>
}

/** A connection to Nacos that is opened again whenever it breaks. */
export interface NacosConnection {
  /** Rejects on a refusal, after three seconds, and while there is no connection. */
  ask(type: string, body: NacosMessage['body']): Promise<NacosMessage['body']>
  /** Which connection this is, counted from 1; 0: there is none now. What Nacos keeps, it keeps for one. */
  current(): number
  /** The same, once a connection that is being opened is open; rejects where there is none. */
  opened(): Promise<number>
  /** Whether Nacos answers now. */
  answers(): Promise<boolean>
  stop(): void
}

/** How often Nacos is asked whether it still knows the connection; it drops a silent one after 20 s. */
const askEveryMs = 5000

/** Connects to Nacos for one of its modules, and stays connected. */
export function connectToNacos(needs: NacosConnectionNeeds): NacosConnection {
  return new Connection(needs)
}

class Connection implements NacosConnection {
  readonly stop: () => void
  #needs: NacosConnectionNeeds
  #opening: Promise<NacosLine> | undefined
  #open: NacosLine | undefined
  #count = 0

  constructor(needs: NacosConnectionNeeds) {
    this.#needs = needs
    this.stop = again(`Nacos for ${needs.module}`, (signal, goesWell) => this.#stay(signal, goesWell), needs)
  }

  async ask(type: string, body: NacosMessage['body']): Promise<NacosMessage['body']> {
    if (this.#open === undefined) throw away()
    return this.#open.ask(type, { module: this.#needs.module, ...body })
  }

  current(): number {
    return this.#open === undefined ? 0 : this.#count
  }

  async opened(): Promise<number> {
    await this.#opening
    if (this.#open === undefined) throw away()
    return this.#count
  }

  answers(): Promise<boolean> {
    return this.#stillKnown().then(
      () => true,
      () => false,
    )
  }

  async #stay(signal: AbortSignal, goesWell: () => void): Promise<void> {
    this.#opening = openLine({ ...this.#needs, signal })
    try {
      await this.#live(await this.#opening, goesWell)
    } finally {
      this.#opening = undefined
    }
  }

  async #live(line: NacosLine, goesWell: () => void): Promise<void> {
    const { begin, reconcile, clock } = this.#needs
    line.ended.addEventListener('abort', () => this.#forget(line))
    this.#open = line
    this.#count++
    try {
      await begin()
      goesWell()
      for (;;) {
        await clock.sleep(askEveryMs, line.ended)
        await this.#stillKnown()
        await reconcile()
      }
    } finally {
      this.#forget(line)
      line.close()
    }
  }

  async #stillKnown(): Promise<void> {
    await this.ask('HealthCheckRequest', {})
  }

  #forget(line: NacosLine): void {
    if (this.#open === line) this.#open = undefined
  }
}

function away(): Error {
  return new Error('there is no connection to Nacos')
}
