import type { ConfigService } from '#contracts/gen/cangqiong/kit/v1/config_pb.js'
import type { LiveDocument } from '#kit/config/document.ts'
import type { Client } from '#kit/rpc/service.ts'

/** A process of the installation, asked about its configuration. */
export type ConfigInstance = Client<typeof ConfigService>

/** The configuration of the whole installation; where its processes are only the host knows. */
export interface Configuration {
  /** Every process that should be there now, each by itself; one that is named twice counts once. */
  instances(): Promise<readonly ConfigInstance[]>
  readonly document: Pick<LiveDocument, 'name' | 'current' | 'change'>
}
