/** One fact as it stands in the outbox of the service that announces it. */
export interface Envelope {
  /** Unique for ever; a listener applies an id at most once. */
  readonly id: string
  /** Full message name of the event, for instance cangqiong.order.v1.OrderPaid. */
  readonly type: string
  /** The aggregate it speaks of. */
  readonly key: string
  /** When it was announced, ms since the epoch. */
  readonly at: number
  /** The event as JSON of its plain form. */
  readonly payload: string
  /** W3C traceparent of the call that announced it. */
  readonly traceparent: string
}

/**
 * Applies messages and answers the ids that must be offered again. Resolves after the effects are committed.
 */
export type Deliver = (messages: readonly Envelope[], attempt: number) => Promise<readonly string[]>

/** How envelopes travel from outboxes to those who listen. */
export interface Bus {
  /**
   * Resolves once every message is durable with the bus or applied by all its listeners; answers the ids to
   * offer again.
   */
  publish(messages: readonly Envelope[], attempt: number): Promise<readonly string[]>
  /** Every message of these types reaches the listener at least once; one process of the listener gets it. */
  listen(listener: string, types: readonly string[], deliver: Deliver): Promise<void>
  /** Every process that watches hears; nothing is stored and a message may be missed. */
  watch(types: readonly string[], see: (message: Envelope) => void): Promise<void>
  /** Takes nothing more in and settles what it has; publishing goes on. What is left over comes again. */
  drain(): Promise<void>
  stop(): Promise<void>
}

/** A bus by way of a broker. */
export interface BrokerBus extends Bus {
  /** Whether the broker is within reach of what this process does with it. */
  ready(): Promise<boolean>
  /** Messages that were refused in this process and wait here to be offered again. */
  held(): number
}
