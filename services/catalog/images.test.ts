import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anonymous, createRig, customer, staffOf, system } from './catalog.fixture.ts'

const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3)
const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1)
const webp = new TextEncoder().encode('RIFF\u0001\u0002\u0003\u0004WEBPVP8 ')
const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')

test('an image is kept under the name of its content', async (t) => {
  const rig = await createRig(t)
  for (const [contentType, body] of [
    ['image/png', png],
    ['image/jpeg', jpeg],
    ['image/webp', webp],
  ] as const) {
    const { imageId } = await rig.as(staffOf('1')).putImage({ contentType, body })
    const again = await rig.as(staffOf('2')).putImage({ contentType, body })
    assert.match(imageId, /^[0-9a-f]{64}$/)
    assert.equal(again.imageId, imageId)
    const image = await rig.as(anonymous).getImage({ imageId })
    assert.equal(image.contentType, contentType)
    assert.deepEqual([...image.body], [...body])
  }
  await assert.rejects(rig.as(anonymous).getImage({ imageId: 'f'.repeat(64) }), { reason: 'IMAGE_MISSING' })
})

test('what is not the picture it says it is, or too large, is refused', async (t) => {
  const rig = await createRig(t)
  const calls = rig.as(staffOf('1'))
  const large = new Uint8Array(2 * 1024 * 1024 + 1)
  large.set(png)
  for (const [contentType, body] of [
    ['image/png', jpeg],
    ['image/gif', png],
    ['image/png', new Uint8Array()],
    ['image/png', large],
    ['text/html', svg],
    ['image/svg+xml', svg],
  ] as const)
    await assert.rejects(calls.putImage({ contentType, body }), { reason: 'IMAGE_INVALID' })
  await calls.putImage({ contentType: 'image/png', body: large.subarray(0, 2 * 1024 * 1024) })
})

test('only the system brings SVG, and only staff bring images at all', async (t) => {
  const rig = await createRig(t)
  const { imageId } = await rig.as(system).putImage({ contentType: 'image/svg+xml', body: svg })
  assert.equal((await rig.as(anonymous).getImage({ imageId })).contentType, 'image/svg+xml')
  for (const by of [anonymous, customer])
    await assert.rejects(rig.as(by).putImage({ contentType: 'image/png', body: png }), { kind: 'forbidden' })
})
