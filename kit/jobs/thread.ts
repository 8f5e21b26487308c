import { type MessagePort, parentPort } from 'node:worker_threads'
import { assert } from '../assert.ts'
import type { RunJob } from './jobs.ts'
import { type FromThread, packFailure, type ToThread } from './messages.ts'

// The program of a thread of the pool: one job after the other; what their modules have loaded stays loaded.
assert(parentPort, 'a thread of the pool has a parent')
listenTo(parentPort)

function listenTo(parent: MessagePort): void {
  let controller = new AbortController()
  parent.on('message', (message: ToThread) => {
    if (message.type === 'cancel') return controller.abort()
    controller = new AbortController()
    void runJob(parent, message, controller.signal)
  })
}

type Order = Extract<ToThread, { type: 'run' }>

async function runJob(parent: MessagePort, { module, input }: Order, signal: AbortSignal): Promise<void> {
  const handedOver: ArrayBuffer[] = []
  const tell = (message: FromThread, transfer: ArrayBuffer[] = []) => parent.postMessage(message, transfer)
  const tools = {
    progress: (done: number) => tell({ type: 'progress', done }),
    handOver: (bytes: ArrayBuffer) => void handedOver.push(bytes),
    signal,
  }
  try {
    const { run } = (await import(module)) as { run: RunJob<unknown, unknown> }
    tell({ type: 'done', output: await run(input, tools) }, handedOver)
  } catch (error) {
    tell({ type: 'failed', failure: packFailure(error) })
  }
}
