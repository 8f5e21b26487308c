import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gatewayConfig } from '../../services/gateway/config.ts'
import { type GatewayNeeds, gatewayRoutes } from '../../services/gateway/routes.ts'
import { writeClient } from '../client/write-client.ts'

/** Where the pages find it. */
export const clientFile = join(import.meta.dirname, '../../apps/web/gen/operations.ts')

/** The source as it should be. Declaring a route calls nobody, so nobody needs to be there. */
export function currentClient(): string {
  const config = gatewayConfig.parse({})
  return writeClient(gatewayRoutes({} as GatewayNeeds, config))
}

if (import.meta.main) {
  writeFileSync(clientFile, currentClient())
  console.log('ok     client')
}
