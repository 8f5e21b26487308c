/** Answers `host:port` of every process that takes calls for a service, for instance `catalog`. */
export type Find = (service: string) => Promise<readonly string[]>

/** What stands in etcd under a service's keys, as JSON; only what of it a caller needs. */
interface EtcdInstance {
  readonly address: string
  readonly state: string
}

/** Reads etcd's own HTTP gateway; `url` is `http://host:port`. */
export function findInEtcd(url: string): Find {
  return async (service) => {
    const prefix = `/cangqiong/${service}/`
    const range = { key: base64(prefix), range_end: base64(`${prefix.slice(0, -1)}0`) }
    const init = { method: 'POST', body: JSON.stringify(range) }
    const { kvs = [] } = (await json(`${url}/v3/kv/range`, init)) as { kvs?: { value: string }[] }
    return kvs
      .map(({ value }): EtcdInstance => JSON.parse(Buffer.from(value, 'base64').toString()))
      .filter(({ state }) => state === 'ready')
      .map(({ address }) => address)
  }
}

interface NacosInstance {
  readonly ip: string
  readonly port: number
  readonly metadata?: { readonly state?: string }
}

/** Asks Nacos over HTTP; `url` is `http://host:port`. */
export function findInNacos(url: string): Find {
  return async (service) => {
    const query = new URLSearchParams({ serviceName: service, groupName: 'CANGQIONG', healthyOnly: 'true' })
    const { data } = (await json(`${url}/nacos/v3/client/ns/instance/list?${query}`)) as {
      data: NacosInstance[]
    }
    return data.filter(({ metadata }) => metadata?.state === 'ready').map(({ ip, port }) => `${ip}:${port}`)
  }
}

const base64 = (text: string) => Buffer.from(text).toString('base64')

async function json(url: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(5000) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}
