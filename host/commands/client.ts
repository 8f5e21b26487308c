import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GatewayNeeds } from '../../services/gateway/routes.ts'
import { gatewayRoutes } from '../../services/gateway/routes.ts'
import { writeClient } from '../client/write-client.ts'

/** Where the pages find it. */
export const clientFile = join(import.meta.dirname, '../../apps/web/gen/operations.ts')

/** The source as it should be. Declaring a route calls nobody, so nobody needs to be there. */
export function currentClient(): string {
  return writeClient(gatewayRoutes({} as GatewayNeeds, { defaultShopId: '1', demoLogins: [] }))
}

if (import.meta.main) {
  writeFileSync(clientFile, currentClient())
  console.log('ok     client')
}
