import { type Answer, json, type Request, type Route } from './http.ts'
import { signingKey } from './notice.ts'
import { takeFailure } from './switches.ts'
import { hexOf, platformHeaders, Refusal, seal, timeText, verifyMerchant } from './wire.ts'
import type { World } from './world.ts'

/** A route of the Pay API: requests must be the merchant's, answers are the platform's. */
export function proven(world: World, route: Route): Route {
  return {
    ...route,
    async handle(request, name) {
      const { switches, clock } = world
      const failure = takeFailure(switches, request.url.pathname)
      if (switches.delayAnswersMs > 0 && request.url.pathname.includes(switches.failOnly)) {
        await clock.sleep(switches.delayAnswersMs)
      }
      if (failure === 'refuse')
        return sign(world, refusal(new Refusal(500, 'SYSTEM_ERROR', '系统异常，请稍后重试')))
      if (failure === 'limit') return sign(world, refusal(new Refusal(429, 'FREQUENCY_LIMITED', '频率超限')))
      const answer = await answerTo(world, route, request, name)
      if (failure === 'lose' || answer === 'hang up') return 'hang up'
      return route.isFile && answer.status === 200 ? answer : sign(world, answer)
    },
  }
}

async function answerTo(
  world: World,
  route: Route,
  request: Request,
  name: string,
): Promise<Answer | 'hang up'> {
  try {
    const authorization = request.headers.authorization ?? ''
    verifyMerchant(world.keys, { ...request, authorization }, world.clock.now())
    return await route.handle(request, name)
  } catch (error) {
    if (error instanceof Refusal) return refusal(error)
    throw error
  }
}

function refusal({ status, code, message }: Refusal): Answer {
  return json(status, { code, message })
}

function sign(world: World, answer: Answer): Answer {
  const occasion = { now: world.clock.now(), random: world.random }
  const proof = platformHeaders(signingKey(world), answer.body, occasion)
  return { ...answer, headers: { ...answer.headers, ...proof, 'Request-ID': hexOf(world.random, 16) } }
}

/** The platform's certificates, sealed for the merchant. */
export function certificateRoutes(world: World): readonly Route[] {
  const certificates = world.keys.platform.filter((key) => key.name !== 'public key')
  return [
    {
      method: 'GET',
      path: '/v3/certificates',
      handle: () => {
        const data = certificates.map((key) => ({
          serial_no: key.id,
          effective_time: timeText(world.clock.now() - 86_400_000),
          expire_time: timeText(world.clock.now() + 365 * 86_400_000),
          encrypt_certificate: seal(world.keys, key.publishedPem, 'certificate', world.random),
        }))
        return json(200, { data })
      },
    },
  ]
}
