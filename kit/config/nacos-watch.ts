import type { AgainNeeds } from '../discovery/again.ts'
import { connectToNacos, type NacosConnection } from '../discovery/nacos-connection.ts'
import type { NacosServer } from '../discovery/nacos-server.ts'
import type { CentreDocument } from './centre.ts'
import type { NacosDocument, NacosPlace } from './nacos-document.ts'

export interface NacosWatchNeeds extends AgainNeeds {
  readonly server: NacosServer
  readonly place: NacosPlace
  readonly document: NacosDocument
}

type See = (document: CentreDocument) => void

/** Tells all who watch a document of its changes, over one connection; the first of them opens it. */
export function createNacosWatch({ server, place, document, ...needs }: NacosWatchNeeds) {
  const watchers = new Set<See>()
  const view = createView(document, watchers)
  let connection: NacosConnection | undefined

  /** From here on Nacos tells of changes; answers whether there has been one since the last look. */
  async function listen(): Promise<boolean> {
    const { dataId, group, namespace } = place
    const context = { dataId, group, tenant: namespace, md5: view.version() }
    const body = { listen: true, configListenContexts: [context] }
    const { changedConfigs } = (await connection?.ask('ConfigBatchListenRequest', body)) ?? {}
    return Array.isArray(changedConfigs) && changedConfigs.length > 0
  }

  const connect = () =>
    connectToNacos({
      ...needs,
      server,
      module: 'config',
      async begin() {
        await listen()
        await view.look()
      },
      async reconcile() {
        if (await listen()) await view.look()
      },
      hear({ type }) {
        if (type !== 'ConfigChangeNotifyRequest') return
        view.look().catch((error) => needs.log.warn('a changed configuration cannot be read yet', { error }))
      },
    })

  return {
    add(see: See): () => void {
      const own: See = (found) => see(found)
      watchers.add(own)
      connection ??= connect()
      return () => void watchers.delete(own)
    },
    stop() {
      watchers.clear()
      connection?.stop()
    },
  }
}

/** What the watchers have been told. */
function createView(document: NacosDocument, watchers: ReadonlySet<See>) {
  let seen = ''
  let turn = Promise.resolve()

  async function lookNow(): Promise<void> {
    const found = await document.read()
    if (found === null || found.version === seen) return
    seen = found.version
    for (const see of [...watchers]) see(found)
  }

  return {
    version: () => seen,
    /** Looks are taken one after the other, so that what is told last is the newest. */
    look(): Promise<void> {
      turn = turn.catch(() => undefined).then(lookNow)
      return turn
    },
  }
}
