import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { secret } from '#kit/config/config.ts'
import { Refusal } from './settings.ts'

/** `scheme://host:port`, where a cluster several of them parted by commas. */
const place = (...schemes: readonly string[]) =>
  z.string().refine((text) => schemes.some((scheme) => text.startsWith(`${scheme}://`)), {
    error: `expected ${schemes.map((scheme) => `${scheme}://…`).join(' or ')}`,
  })

/**
 * What carries the services, a line each: every process of an installation is told the same. In the
 * environment these are CANGQIONG_PLATFORM_STORAGE and so on.
 */
export const platformConfig = z.strictObject({
  /** `sqlite`: a file for each service; `mysql://user:password@host:port`: a database for each. */
  storage: secret(z.union([z.literal('sqlite'), place('mysql')]).default('sqlite')),
  /** What databases, queues and keys begin with: cangqiong_order. */
  prefix: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,30}$/)
    .default('cangqiong'),
  /** `rpc`: no broker, services hand events to each other. */
  events: secret(z.union([z.literal('rpc'), place('amqp', 'kafka')]).default('rpc')),
  cache: secret(z.union([z.literal('memory'), place('redis', 'redis-cluster')]).default('memory')),
  /** `static`: by `addresses`. */
  discovery: z.union([z.literal('static'), place('etcd', 'nacos', 'consul')]).default('static'),
  /** Where live configuration comes from; `none`: config.json beside the data, or the file of `--config`. */
  centre: z.union([z.literal('none'), place('nacos')]).default('none'),
  /** host:port of the gRPC servers of each service, for discovery `static`. */
  addresses: z.record(z.string(), z.array(z.string())).default({}),
  /** Where the simulated outside world listens; 0: anywhere. */
  wechatPort: z.number().int().min(0).max(65_535).default(0),
  /** How the world reaches the gateway: https://order.example.com; its own address unless told. */
  publicUrl: z.url().optional(),
  /**
   * How long a process that is to stop goes on answering, so that others hear of it first; where services run
   * more than once and are replaced one by one.
   */
  lameDuckMs: z.number().int().min(0).max(5000).default(0),
  /** Which part of the data centre a process is in. */
  zone: z.string().default('local'),
  /** What is deployed, as the registry shows it. */
  release: z.string().default('unreleased'),
})

export type PlatformConfig = z.infer<typeof platformConfig>

/** Nothing but the process itself and its files. */
export const embedded: PlatformConfig = platformConfig.parse({})

/** Values for the section `platform`, as they stand in a file of `--platform`. Throws a Refusal. */
export function readPlatformFile(file: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  } catch (error) {
    throw new Refusal(`--platform ${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

/** A place taken apart: `kafka://a:1,b:2` is of kind kafka with two hosts. */
export function partsOf(address: string): { readonly kind: string; readonly hosts: readonly string[] } {
  const [kind = '', rest = ''] = address.split('://')
  return { kind, hosts: rest.split(',') }
}
