import { KV, type RangeResponse, Watch } from '#contracts/gen/etcd/etcdserverpb/rpc_pb.js'
import { type Event, Event_EventType, type KeyValue } from '#contracts/gen/etcd/mvccpb/kv_pb.js'
import type { Plain } from '../rpc/message.ts'
import { type AgainNeeds, again } from './again.ts'
import type { Instance } from './discovery.ts'
import type { EtcdClient } from './etcd-client.ts'
import { instanceOf } from './instance.ts'
import { tellChanges } from './told.ts'

export interface FollowNeeds extends AgainNeeds {
  readonly client: EtcdClient
  /** What the keys of the service begin with; ends in a slash. */
  readonly prefix: string
}

type Tell = (instances: Iterable<Instance>) => void

/** However much the stream of changes says, everything is read again this often. */
const reconcileMs = 5000

/**
 * Shows the instances under a prefix now and at every change. Whatever breaks (the stream, etcd itself, a
 * revision that was compacted away), all is read anew; until then nothing is shown.
 */
export function followEtcd(needs: FollowNeeds, see: (instances: readonly Instance[]) => void): () => void {
  const tell = tellChanges(see)
  return again(
    `watching ${needs.prefix} in etcd`,
    (signal, goesWell) => followOnce({ needs, tell, goesWell }, signal),
    needs,
  )
}

interface Following {
  readonly needs: FollowNeeds
  readonly tell: Tell
  readonly goesWell: () => void
}

/** One picture for one unbroken stream: a server that begins again may count from one. */
async function followOnce({ needs, tell, goesWell }: Following, outer: AbortSignal): Promise<void> {
  const ended = new AbortController()
  const signal = AbortSignal.any([outer, ended.signal])
  const picture = createPicture(needs)
  const show = () => {
    if (!signal.aborted) tell(picture.instances())
  }
  async function read() {
    picture.replace(await needs.client.call(KV.method.range, under(needs.prefix)))
    show()
  }
  async function reconcile() {
    for (;;) {
      await needs.clock.sleep(reconcileMs, signal)
      await read()
    }
  }
  try {
    await read()
    goesWell()
    await Promise.race([changes(needs, picture, { show, signal }), reconcile()])
  } finally {
    ended.abort()
  }
}

interface Audience {
  readonly show: () => void
  readonly signal: AbortSignal
}

async function changes({ client, prefix }: FollowNeeds, picture: Picture, { show, signal }: Audience) {
  const from = { ...under(prefix), startRevision: picture.revision() + 1 }
  const request = { requestUnion: { case: 'createRequest', value: from } } as const
  for await (const answer of client.converse(Watch.method.watch, request, { signal })) {
    if (answer.canceled) throw new Error(`etcd ended the watch: ${answer.cancelReason || 'compacted'}`)
    for (const event of answer.events) {
      picture.apply(event)
      // One by one, because who drains and goes is to be seen draining.
      show()
    }
    // Not the header's, which may be ahead of what is still to come.
    picture.reached(answer.events.at(-1)?.kv?.modRevision ?? 0)
  }
  throw new Error('etcd ended the watch')
}

type Picture = ReturnType<typeof createPicture>

/** What is under the prefix, put together from full reads and changes that may overtake each other. */
function createPicture({ log, prefix }: FollowNeeds) {
  let instances = new Map<string, Instance>()
  let revision = 0

  const put = (all: Map<string, Instance>, { key, value }: Plain<KeyValue>) => {
    const instance = instanceOf(textOf(value))
    if (instance !== undefined) all.set(textOf(key), instance)
    else log.warn('a key in etcd is no instance', { key: textOf(key), prefix })
  }
  return {
    revision: () => revision,
    instances: () => instances.values(),
    replace({ header, kvs }: Plain<RangeResponse>) {
      const read = header?.revision ?? 0
      if (read < revision) return
      const all = new Map<string, Instance>()
      for (const kv of kvs) put(all, kv)
      instances = all
      revision = read
    },
    apply({ type, kv }: Plain<Event>) {
      if (kv === undefined || kv.modRevision <= revision) return
      if (type === Event_EventType.DELETE) instances.delete(textOf(kv.key))
      else put(instances, kv)
    },
    /** All changes up to this revision have been applied. */
    reached(at: number) {
      revision = Math.max(revision, at)
    },
  }
}

/** All keys with this beginning: up to the one whose last byte is one higher. */
function under(prefix: string) {
  const key = Buffer.from(prefix)
  const rangeEnd = Buffer.from(key)
  rangeEnd[rangeEnd.length - 1] = (rangeEnd.at(-1) ?? 0) + 1
  return { key, rangeEnd }
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString()
