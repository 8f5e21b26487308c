import { shallowRef } from 'vue'
import type { Address, Quote } from '../web/gen/operations.ts'
import { Problem } from '../web/problem.ts'
import { call, shopId } from './api.ts'

/** As many addresses are asked about at once; who has more learns it of the rest by choosing them. */
const askedMax = 8
const outside: readonly (string | null)[] = ['OUT_OF_RANGE', 'ADDRESS_NOT_LOCATED']

export interface Reach {
  readonly isReached: boolean
  readonly deliveryFen: number
}

/** Whether the shop brings it to each address, and for how much, before one is chosen. */
export function useRanges() {
  const reaches = shallowRef<ReadonlyMap<string, Reach>>(new Map())

  async function load(addresses: readonly Pick<Address, 'id'>[]): Promise<void> {
    const asked = addresses.slice(0, askedMax).map(async ({ id }) => {
      const quote = await call('quoteCart', { query: { shopId, addressId: id } })
      return [id, reachIn(quote)] as const
    })
    try {
      reaches.value = new Map(await Promise.all(asked))
    } catch (thrown) {
      // Advice beside a list that does without: the checkout says it in any case.
      if (!(thrown instanceof Problem)) throw thrown
    }
  }
  return { reaches, load }
}

function reachIn({ refusal, charges }: Quote): Reach {
  const deliveryFen = charges.find(({ kind }) => kind === 'delivery')?.amountFen ?? 0
  return { isReached: !outside.includes(refusal), deliveryFen }
}
