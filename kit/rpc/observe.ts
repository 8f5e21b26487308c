import type { Fault } from '../fault.ts'

/** One call as a metric needs it; spans are made by themselves in sampled traces. */
export interface ObservedCall {
  /** Full name, for instance cangqiong.order.v1.OrderService. */
  readonly service: string
  /** As in the contract, for instance SubmitOrder. */
  readonly method: string
  /** A `direct` or `codec` call is observed once, where it is served. */
  readonly side: 'client' | 'server'
  readonly transport: 'direct' | 'codec' | 'grpc'
}

/** No fault: the call was answered. */
export interface Outcome {
  readonly fault?: Fault
}

/** Called when a call begins; what it answers is called once when the call ends. Neither may throw. */
export type Observe = (call: ObservedCall) => (outcome: Outcome) => void
