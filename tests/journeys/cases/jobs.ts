import assert from 'node:assert/strict'
import { newKey, until } from '../api.ts'
import { expect, orderOf, type Stage } from '../stage.ts'
import type { Journey } from './journey.ts'

const hourMs = 3_600_000
const rangeNow = () => ({
  from: new Date(Date.now() - hourMs).toISOString(),
  to: new Date(Date.now() + hourMs).toISOString(),
})

/** An export under way has ended; answers how. */
function ended({ manager }: Stage, path: string) {
  const look = async () => expect(await manager.get(path), 200).body
  return until('the export to end', look, ({ state }) => state !== 'WAITING' && state !== 'RUNNING')
}

/** Work off the path of requests. */
export const jobs: readonly Journey[] = [
  {
    name: 'export: the shop’s orders of a time range become a file, once per key',
    async run(stage) {
      const { manager, shopId } = stage
      const dishId = await stage.newDish(1234)
      const { number } = await orderOf(stage, await stage.customer(), dishId, 2)
      const [key, range] = [newKey(), rangeNow()]
      const begin = () => manager.send('POST', `/v1/shops/${shopId}/exports`, range, key)
      const begun = expect(await begin(), 202)
      const path = begun.headers.get('location') ?? ''
      assert.equal(expect(await begin(), 202).body.id, begun.body.id)
      const { state, progress } = await ended(stage, path)
      assert.deepEqual({ state, progress }, { state: 'DONE', progress: 1 })
      const { headers, body } = expect(await manager.get(`${path}/file`), 200)
      assert.match(headers.get('content-type') ?? '', /^text\/csv/)
      const line = (body as string).split('\r\n').find((each) => each.startsWith(String(number)))
      assert.match(line ?? '', /,139\*{4}\d{4},.*×2/)
      assert.equal(expect(await manager.send('DELETE', path), 200).body.state, 'DONE')
    },
  },
  {
    name: 'pictures: shown as WebP in the sizes asked for, whatever was sent',
    async run({ url, manager }) {
      const headers = { authorization: `Bearer ${await manager.token()}`, 'content-type': 'image/png' }
      const send = (body: Uint8Array<ArrayBuffer>) =>
        fetch(`${url}/v1/images`, { method: 'POST', headers, body })
      const kept = await send(new Uint8Array(Buffer.from(dot, 'base64')))
      assert.equal(kept.status, 201)
      const shown = await fetch(`${url}${kept.headers.get('location')}?w=160`)
      assert.equal(shown.headers.get('content-type'), 'image/webp')
      assert.match(Buffer.from(await shown.arrayBuffer()).toString('latin1'), /^RIFF....WEBP/s)
      const refused = await send(new Uint8Array(Buffer.from(dot, 'base64').subarray(0, 30)))
      const { code } = (await refused.json()) as { code: string }
      assert.deepEqual([refused.status, code], [400, 'IMAGE_INVALID'])
    },
  },
]

/** A PNG of one pixel. */
const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
