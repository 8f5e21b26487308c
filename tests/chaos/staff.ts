import { demoEmployees } from '../../host/demo/people.ts'
import type { Draw } from './draw.ts'
import { pause } from './patience.ts'
import { good } from './shopper.ts'
import type { Town } from './town.ts'
import { employee } from './visitor.ts'

const atOnce = 6
const pauseMs = 100

/** Takes what comes in through the kitchen and out of the door, and turns some of it down. */
export async function serveOrders(town: Town, isOver: () => boolean): Promise<void> {
  const { draw, ledger, shopId } = town
  const [{ username, password }] = demoEmployees
  const me = await employee(town, username, password)
  while (!isOver()) {
    const waiting = good(
      await me.ask('GET', `/v1/shops/${shopId}/orders?states=PAID,ACCEPTED,DELIVERING&limit=60`),
    )
    for (const { id, state } of draw
      .shuffled<{ id: string; state: string }>(waiting.items)
      .slice(0, atOnce)) {
      const [verb, body] = nextVerb(state, draw)
      const answer = await me.ask('POST', `/v1/orders/${id}/${verb}`, body)
      // A refusal is fine: the customer or the other employee was faster.
      if (answer.status === 200) ledger.saw(answer.body)
    }
    await pause(pauseMs)
  }
}

function nextVerb(state: string, draw: Draw): readonly [string, unknown?] {
  if (state === 'PAID') return draw.chance(0.15) ? ['reject', { note: '今天太忙' }] : ['accept']
  if (draw.chance(0.05)) return ['cancel', { note: '送不了' }]
  return [state === 'ACCEPTED' ? 'dispatch' : 'complete']
}
