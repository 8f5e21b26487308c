import { UserService } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { systemClock } from '#kit/clock.ts'
import { withContext } from '#kit/context.ts'
import { systemRandom } from '#kit/random.ts'
import { clientOf } from '#kit/rpc/client.ts'
import { directTransport } from '#kit/rpc/direct.ts'
import { serve } from '#kit/rpc/service.ts'
import { silentLog } from '#kit/telemetry/log.ts'
import type { Bench } from './bench.ts'

const address = { id: '7', consignee: '张三', phone: '13800000001', detail: '上地十街10号', isDefault: true }

/** A call between services of one process: context, deadline, defaults and an unshared answer included. */
export const rpcDirect: Bench = {
  name: 'rpc-direct',
  says: 'one call between services in one process',
  async run(seconds) {
    const served = serve(UserService, { getAddress: async () => address } as never)
    const needs = { clock: systemClock, random: systemRandom, log: silentLog }
    const users = clientOf(
      UserService,
      directTransport(() => [served], needs),
    )
    const call = () => users.getAddress({ addressId: '7' })
    const plain = async () => ({ ...address })
    const inCall = <T>(work: () => Promise<T>) => withContext({ deadline: Date.now() + 60_000 }, work)
    await inCall(() => microsPerCall(call, 0.3))
    const value = await inCall(() => microsPerCall(call, seconds / 2))
    const baseline = await microsPerCall(plain, seconds / 4)
    return [{ name: 'rpc-direct', value, unit: 'µs/call', baseline, ratio: baseline / value, goal: '≤ 5 µs' }]
  },
}

async function microsPerCall(call: () => Promise<unknown>, seconds: number): Promise<number> {
  const endsAt = performance.now() + seconds * 1000
  const begunCpu = process.cpuUsage()
  let calls = 0
  while (performance.now() < endsAt) {
    for (let n = 0; n < 1000; n++) await call()
    calls += 1000
    // Timers and I/O get their turn, as they do between real requests.
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { user, system } = process.cpuUsage(begunCpu)
  return (user + system) / calls
}
