import type { EgressRequest, EgressResponse } from '#kit/egress/egress.ts'
import type { Till } from '../till.fixture.ts'
import { createWechatProvider } from './provider.ts'

/** What somebody on the wire does to requests and answers. */
export interface Change {
  readonly request?: (request: EgressRequest) => EgressRequest
  readonly answer?: (answer: EgressResponse, request: EgressRequest) => EgressResponse
}

/** The provider behind a wire on which somebody may change requests and answers. */
export function providerBehind(till: Till, change: Change) {
  const { egress } = till.around
  const send = async (to: string, request: EgressRequest) => {
    const answer = await egress.send(to, change.request?.(request) ?? request)
    return change.answer?.(answer, request) ?? answer
  }
  return createWechatProvider({ ...till.around, egress: { send } }, till.config)
}
