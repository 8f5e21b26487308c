import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
} from 'fastify'
import type { Fault } from '../fault.ts'
import { onBrokenRequest, refuseOddities } from './broken-request.ts'
import { Exchange, type ExchangeNeeds } from './exchange.ts'
import type { HttpLimits } from './limits.ts'
import type { Reasons } from './reasons.ts'
import { Refusal } from './refusal.ts'
import { isHeadable, type Route } from './route.ts'
import type { Sockets } from './sockets.ts'
import { methodNotAllowed, routeMissing, unrouted } from './unrouted.ts'

export interface AppNeeds {
  readonly routes: readonly Route[]
  readonly limits: HttpLimits
  readonly reasons: Reasons
  readonly exchangeNeeds: ExchangeNeeds
  readonly sockets: Pick<Sockets, 'isOffered' | 'open'>
  answer(exchange: Exchange): void
  refuse(exchange: Exchange, fault: Fault): void
}

/** Fastify as router and socket server. Answers are ours: each route takes the raw response over at once. */
export function createApp(needs: AppNeeds): FastifyInstance {
  const { limits, routes } = needs

  function begin(route: Route, request: FastifyRequest, reply: FastifyReply): Exchange {
    reply.hijack()
    const raw: { request: IncomingMessage; response: ServerResponse } = {
      request: request.raw,
      response: reply.raw,
    }
    return new Exchange(needs.exchangeNeeds, route, raw, (request.params ?? {}) as Exchange['params'])
  }
  const refuse = (fault: Fault, request: FastifyRequest, reply: FastifyReply) =>
    needs.refuse(begin(unrouted, request, reply), fault)

  const app = fastify({
    ...serverSettings(limits, needs.sockets.isOffered),
    frameworkErrors: (error, request, reply) => refuse(faultOfRouter(error), request, reply),
    clientErrorHandler: onBrokenRequest(needs.reasons),
  })
  refuseOddities(app.server, needs.reasons)
  app.server.on('upgrade', needs.sockets.open)
  // The body stays in the raw request until the chain has let the request pass.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  app.setErrorHandler((error: FastifyError, request, reply) => refuse(faultOfRouter(error), request, reply))
  app.setNotFoundHandler((request, reply) => {
    const path = request.raw.url?.split('?')[0] ?? ''
    refuse(methodNotAllowed(routes, path) ?? routeMissing(), request, reply)
  })
  for (const route of routes) {
    for (const url of addressesOf(route)) {
      app.route({
        method: isHeadable(route) ? ['GET', 'HEAD'] : route.method,
        url,
        handler(request, reply) {
          if (isHostless(request.raw)) refuse(hostMissing(), request, reply)
          else if (hasEmptyPart(request.params)) refuse(routeMissing(), request, reply)
          else needs.answer(begin(route, request, reply))
        },
      })
    }
  }
  return app
}

function addressesOf({ path, dialect }: Route): readonly string[] {
  return dialect ? [path, `${path}/`] : [path]
}

/** A server that routes and reads heads, and leaves everything else to the chain. */
function serverSettings(limits: HttpLimits, shouldUpgradeCallback: Sockets['isOffered']) {
  return {
    logger: false,
    exposeHeadRoutes: false,
    genReqId: () => '',
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { querystringParser: () => ({}), maxParamLength: 200 },
    http: {
      maxHeaderSize: limits.headerBytesMax,
      headersTimeout: limits.requestMs,
      // Refused by the routes, in words.
      requireHostHeader: false,
      shouldUpgradeCallback,
    },
  } as const
}

/** HTTP/1.0 knows no hosts; since then every request names one. */
function isHostless({ httpVersionMinor, headers }: IncomingMessage): boolean {
  return httpVersionMinor > 0 && headers.host === undefined
}

function hostMissing(): Refusal {
  const headers = { Connection: 'close' }
  return new Refusal('invalid', 'HEADER_INVALID', 'The Host header is missing', { headers })
}

/** `/orders/` is not the order without a name. */
function hasEmptyPart(params: unknown): boolean {
  return Object.values(params as Exchange['params']).includes('')
}

function faultOfRouter(error: FastifyError): Refusal {
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new Refusal('invalid', 'MEDIA_TYPE_UNSUPPORTED', 'The media type is not valid', { cause: error })
  }
  if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') {
    return new Refusal('invalid', 'PARAMETER_INVALID', 'The address is too long', {
      status: 414,
      cause: error,
    })
  }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return new Refusal('invalid', 'PARAMETER_INVALID', 'The address is not valid', { cause: error })
  }
  return new Refusal('internal', 'INTERNAL', 'Something went wrong on our side', { cause: error })
}
