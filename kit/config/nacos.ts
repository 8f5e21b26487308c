import type { AgainNeeds } from '../discovery/again.ts'
import { nacosAt } from '../discovery/nacos-server.ts'
import type { Centre } from './centre.ts'
import { createNacosDocument } from './nacos-document.ts'
import { createNacosWatch } from './nacos-watch.ts'

export interface NacosCentreNeeds extends AgainNeeds {
  /** `http://host:port`, with `user:password@` before the host where Nacos wants a login. */
  readonly url: string
  /** What the document is called: `cangqiong.json` unless told. */
  readonly dataId?: string
  /** Which group it is in: `CANGQIONG` unless told. */
  readonly group?: string
  /** Which of Nacos' spaces: `public` unless told. */
  readonly namespace?: string
}

/** A centre that is one document in Nacos 3, read and published over HTTP, watched over gRPC. */
export function createNacosCentre(needs: NacosCentreNeeds): Centre {
  const { url, clock, dataId = 'cangqiong.json', group = 'CANGQIONG', namespace = 'public' } = needs
  const server = nacosAt(url, clock)
  const place = { dataId, group, namespace }
  const document = createNacosDocument(server, place)
  const watch = createNacosWatch({ ...needs, server, place, document })

  return {
    name: `Nacos ${server.name} ${group}/${dataId}`,
    read: () => document.read(),
    publish: (text, before, by) => document.publish(text, before, by),
    watch: (see) => watch.add(see),
    ready: () =>
      document.read().then(
        () => true,
        () => false,
      ),
    stop: async () => watch.stop(),
  }
}
