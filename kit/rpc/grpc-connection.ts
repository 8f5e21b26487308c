import { Client, connectivityState, credentials } from '@grpc/grpc-js'
import { systemClock } from '../clock.ts'
import { watchHealth } from './grpc-health-watch.ts'
import { keepBeating } from './grpc-heartbeat.ts'
import type { Candidate } from './picker.ts'

/**
 * `failing`: the last attempt to connect has failed, and no later one has succeeded. `ready`: connected.
 * `serving`: connected, and the other side says that it can do its work.
 */
type ConnectionState = 'connecting' | 'failing' | 'ready' | 'serving' | 'closed'

export interface ConnectionNeeds {
  readonly address: string
  /** Where it is, in gRPC's notation. */
  readonly target: string
  readonly options: Readonly<Record<string, string | number>>
  /** Whether the other side is one process, and not whatever a name stands for. */
  readonly isOne: boolean
  /** Whether it is asked for its health; being connected is enough where not. */
  readonly watchesHealth: boolean
  /** Called after every change of `state`. */
  readonly onChange: () => void
}

interface Cancellable {
  cancel(): void
}

/** Nobody else bounds an attempt: without an answer from the network it would last for minutes. */
const attemptMs = 3000

/** The connection to one instance: opened at once, kept open and opened again until it is closed. */
export class Connection implements Candidate {
  readonly address: string
  state: ConnectionState = 'connecting'
  /** Calls that run; all are cancelled when nothing is heard any more. */
  readonly #calls = new Set<Cancellable>()
  #wasHeard = false
  readonly #needs: ConnectionNeeds
  #client: Client
  #leaveState: () => void = () => undefined

  constructor(needs: ConnectionNeeds) {
    this.address = needs.address
    this.#needs = needs
    this.#client = this.#open()
  }

  /** What calls go through now; another one after the last was given up. */
  get client(): Client {
    return this.#client
  }

  get running(): number {
    return this.#calls.size
  }

  begin(call: Cancellable): void {
    this.#calls.add(call)
  }

  /** The call has ended; `isAnswered` where the other side is known to have done so. */
  end(call: Cancellable, isAnswered: boolean): void {
    this.#calls.delete(call)
    if (isAnswered) this.#wasHeard = true
  }

  /** Calls that run finish; those that were not sent fail. */
  close(): void {
    this.#leaveState()
    this.state = 'closed'
    this.#client.close()
  }

  #open(): Client {
    const client = new Client(this.#needs.target, credentials.createInsecure(), this.#needs.options)
    this.#client = client
    this.#follow(client)
    return client
  }

  /** Looks at the channel now and at its every change. */
  #follow(client: Client): void {
    if (client !== this.#client || this.state === 'closed') return
    const channel = client.getChannel()
    const seen = channel.getConnectivityState(false)
    channel.watchConnectivityState(seen, Number.POSITIVE_INFINITY, () => this.#follow(client))
    this.#see(client, seen)
  }

  #see(client: Client, seen: connectivityState): void {
    switch (seen) {
      case connectivityState.IDLE:
        // Not from within its own notice.
        queueMicrotask(() => this.#connect(client))
        this.#enter(this.state === 'failing' ? 'failing' : 'connecting')
        break
      case connectivityState.CONNECTING:
        this.#enter(this.state === 'failing' ? 'failing' : 'connecting')
        this.#leaveState = systemClock.after(attemptMs, () => this.#giveUp())
        break
      case connectivityState.TRANSIENT_FAILURE:
        this.#enter('failing')
        // Further attempts are made from within this state, each for as long as the network likes.
        this.#leaveState = systemClock.after(attemptMs, () => this.#giveUp())
        break
      case connectivityState.READY:
        this.#enterReady(client)
        break
    }
  }

  #connect(client: Client): void {
    if (client === this.#client && this.state !== 'closed') client.getChannel().getConnectivityState(true)
  }

  #enterReady(client: Client): void {
    const { isOne, watchesHealth } = this.#needs
    const isTold = isOne && watchesHealth
    this.#enter(isTold ? 'ready' : 'serving')
    if (!isOne || this.state === 'closed') return
    const stopBeating = keepBeating({
      client,
      wasHeard: () => this.#takeHeard(),
      onSilence: () => this.#giveUp(),
    })
    const see = (isServing: boolean) => this.#change(isServing ? 'serving' : 'ready')
    const stopWatching = isTold ? watchHealth(client, see) : () => undefined
    this.#leaveState = () => {
      stopBeating()
      stopWatching()
    }
  }

  #takeHeard(): boolean {
    const was = this.#wasHeard
    this.#wasHeard = false
    return was
  }

  /** What was sent may have been done, so its outcome is unknown. */
  #giveUp(): void {
    const given = this.#client
    const calls = [...this.#calls]
    this.#enter('failing')
    if (this.state !== 'failing') return
    this.#open()
    given.close()
    for (const call of calls) call.cancel()
  }

  #enter(state: ConnectionState): void {
    this.#leaveState()
    this.#leaveState = () => undefined
    this.#change(state)
  }

  #change(state: ConnectionState): void {
    if (this.state === state) return
    this.state = state
    this.#needs.onChange()
  }
}
