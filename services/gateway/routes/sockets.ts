import type { Clock } from '#kit/clock.ts'
import type { TokenVerifier } from '#kit/http/identity.ts'
import type { SocketRoute } from '#kit/http/socket-route.ts'
import type { Clients } from '../clients.ts'
import type { GatewayConfig } from '../config.ts'
import { liveSocket } from './live.ts'
import { oldConsoleSocket } from './old-face/socket.ts'

interface SocketNeeds extends Pick<Clients, 'push' | 'order'> {
  readonly verifier: TokenVerifier
  readonly clock: Clock
}

/** Everything of the platform that stays open in both directions. */
export function gatewaySockets(
  needs: SocketNeeds,
  { oldConsoleOrigins: origins }: Pick<GatewayConfig, 'oldConsoleOrigins'>,
): readonly SocketRoute[] {
  return [liveSocket(needs), oldConsoleSocket({ ...needs, origins })]
}
