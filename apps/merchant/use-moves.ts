import { ElMessage } from 'element-plus'
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { eventually } from '../web/eventually.ts'
import type { Order } from '../web/gen/operations.ts'
import { Problem } from '../web/problem.ts'
import { call } from './api.ts'
import { type Move, movesFrom, needsReason } from './board-rules.ts'
import { useAccount } from './stores/account.ts'
import { useBoard } from './stores/board.ts'
import { usePeople } from './stores/people.ts'

/** Moving orders: what needs a reason asks for it, and who comes second is told who was first. */
export function useMoves() {
  const { t } = useI18n()
  const account = useAccount()
  const board = useBoard()
  const people = usePeople()
  const asking = ref<{ order: Order; move: 'reject' | 'cancel' } | null>(null)

  /** `minutes` is what an acceptance promises; 0 leaves it to the shop's pace. */
  async function begin(order: Order, move: Move, minutes = 0): Promise<void> {
    if (!movesFrom(order.state, account.may('serving')).includes(move)) return
    if (needsReason(move)) asking.value = { order, move }
    else await obey(order, () => obeyed(order, move, minutes))
  }

  async function finish(note: string): Promise<void> {
    const asked = asking.value
    asking.value = null
    if (!asked) return
    const params = { id: asked.order.id }
    const name = asked.move === 'reject' ? 'rejectOrder' : 'cancelOrder'
    await obey(asked.order, () => call(name, { params, body: { note } }))
  }

  async function obey(order: Order, wish: () => Promise<Order>): Promise<void> {
    try {
      board.keep([await wish()])
      board.hush(order.id)
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown
      tell(thrown)
      eventually(() => board.read(order.id))
    }
  }

  function tell(problem: Problem): void {
    const who = problem.details.by
    const message =
      problem.status === 409 && who
        ? t('order.by', { who: people.nameOf(who) })
        : problem.message || t('problem.unreachable')
    ElMessage({ message: `${message} (${problem.code})`, type: problem.status === 409 ? 'info' : 'error' })
  }
  return { asking, begin, finish }
}

function obeyed({ id }: Order, move: Exclude<Move, 'reject' | 'cancel'>, minutes: number): Promise<Order> {
  const params = { id }
  if (move === 'accept') return call('acceptOrder', { params, body: minutes > 0 ? { minutes } : {} })
  return call(move === 'dispatch' ? 'dispatchOrder' : 'completeOrder', { params })
}
