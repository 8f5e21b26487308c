import type { DescService } from '@bufbuild/protobuf'
import type { ZodType } from 'zod'
import type { Clock } from '../clock.ts'
import type { Live } from '../config/config.ts'
import type { SlowCrypto } from '../crypto/slow.ts'
import type { Egress } from '../egress/egress.ts'
import type { Ids } from '../ids.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Listening, Watching } from '../messaging/listen.ts'
import type { Outbox } from '../messaging/outbox.ts'
import type { Random } from '../random.ts'
import type { Client, Served } from '../rpc/service.ts'
import type { Migration, Storage } from '../storage/storage.ts'
import type { Log } from '../telemetry/log.ts'
import type { TimerHandler } from '../timers/timers.ts'
import type { Part } from './part.ts'

/** All that a service gets from outside, through ports only. */
export interface Surroundings {
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  readonly log: Log
  readonly egress: Egress
  readonly slowCrypto: SlowCrypto
  /** What takes a processor's time, off the path of requests. */
  readonly jobs: Jobs
  readonly outbox: Outbox
  /** A client of any service, wherever it runs. */
  client<S extends DescService>(service: S): Client<S>
}

/** What a service is: data that a host runs wherever it likes. */
export interface ServiceDefinition<Tables, Config> {
  readonly name: string
  readonly config: ZodType<Config>
  readonly migrations: readonly Migration[]
  create(around: Surroundings, storage: Storage<Tables>, config: Live<Config>): Service<Tables>
}

/** A created service: what its host has to connect, start and stop. */
export interface Service<Tables> {
  /** What it answers. */
  readonly serves: readonly Served[]
  /** What it listens to; effects commit in its own database, once per message. */
  readonly listens: readonly Listening<Tables>[]
  readonly watches: readonly Watching[]
  /** What happens when nobody acts, by kind of timer. */
  readonly timers: Readonly<Record<string, TimerHandler>>
  /** What else starts and stops with it. */
  readonly parts: readonly Part[]
}
