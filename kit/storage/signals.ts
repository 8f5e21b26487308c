import { AsyncLocalStorage } from 'node:async_hooks'
import type { Log } from '../telemetry/log.ts'
import type { Signal } from './storage.ts'

/** Who wants to hear of which commits. */
export interface Signals {
  onSignal(topic: Signal, hear: () => void): () => void
  /** Tells everyone who listens to a topic once; a listener that throws harms nobody else. */
  emit(topics: ReadonlySet<Signal>): void
}

/** Listeners run outside of the context that commits; what they throw goes to `log`. */
export function createSignals(log: Log): Signals {
  /** Whoever listens works in nobody's request, so that no caller's deadline reaches it. */
  const outside = AsyncLocalStorage.snapshot()
  const listeners = new Map<Signal, Set<() => void>>()

  function tell(topic: Signal, hear: () => void) {
    try {
      hear()
    } catch (error) {
      log.error('a listener to commits failed', { topic, error })
    }
  }

  return {
    onSignal(topic, hear) {
      const listener = () => hear()
      const ofTopic = listeners.get(topic) ?? new Set()
      listeners.set(topic, ofTopic.add(listener))
      return () => void ofTopic.delete(listener)
    },
    emit(topics) {
      for (const topic of topics) {
        for (const hear of listeners.get(topic) ?? []) outside(tell, topic, hear)
      }
    },
  }
}
