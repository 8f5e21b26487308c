import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { anonymous, createRig, customer, type Rig, staffOf, system } from './catalog.fixture.ts'

const red = { r: 200, g: 30, b: 30 }
const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: red } })
const text = (written: string) => new TextEncoder().encode(written)
const svg = text(
  '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><rect width="9" height="9"/></svg>',
)

async function keep(rig: Rig, body: Uint8Array, by = staffOf('1')): Promise<string> {
  const { imageId } = await rig.as(by).putImage({ contentType: 'text/plain', body })
  return imageId
}

async function look(rig: Rig, imageId: string, width = 0) {
  const { contentType, body } = await rig.as(anonymous).getImage({ imageId, width })
  assert.equal(contentType, 'image/webp')
  return sharp(body).metadata()
}

test('a picture is kept under the name of its content and shown as WebP, whatever it came as', async (t) => {
  const rig = await createRig(t)
  for (const format of ['png', 'jpeg', 'webp'] as const) {
    const body = await blank(300, 200).toFormat(format).toBuffer()
    const imageId = await keep(rig, body)
    assert.match(imageId, /^[0-9a-f]{64}$/)
    assert.equal(await keep(rig, body, staffOf('2')), imageId)
    const { format: shown, width, height } = await look(rig, imageId)
    assert.deepEqual({ shown, width, height }, { shown: 'webp', width: 300, height: 200 })
  }
  await assert.rejects(rig.as(anonymous).getImage({ imageId: 'f'.repeat(64) }), { reason: 'IMAGE_MISSING' })
})

test('a picture has the sizes it is shown in, and none is larger than it was', async (t) => {
  const rig = await createRig(t)
  const large = await keep(rig, await blank(2000, 1000).jpeg().toBuffer())
  const small = await keep(rig, await blank(200, 100).jpeg().toBuffer())
  const widths = async (id: string) =>
    Promise.all([1, 160, 161, 480, 961, 0].map(async (asked) => (await look(rig, id, asked)).width))
  assert.deepEqual(await widths(large), [160, 160, 480, 480, 960, 960])
  assert.deepEqual(await widths(small), [160, 160, 200, 200, 200, 200])
})

test('a picture is upright, and says nothing of where and with what it was taken', async (t) => {
  const rig = await createRig(t)
  const taken = {
    IFD0: { Make: 'secret camera' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '39/1 54/1 0/1' },
  }
  const lying = blank(400, 200).withExif(taken).withMetadata({ orientation: 6 })
  const body = await lying.withExifMerge(taken).jpeg().toBuffer()
  assert.match(Buffer.from(body).toString('latin1'), /secret camera/)
  const { width, height, exif, orientation } = await look(rig, await keep(rig, body))
  assert.deepEqual(
    { width, height, exif, orientation },
    { width: 200, height: 400, exif: undefined, orientation: undefined },
  )
})

test('what only begins like a picture, or is too large, is refused and nothing is kept', async (t) => {
  const rig = await createRig(t)
  const png = await blank(10, 10).png().toBuffer()
  const cut = await blank(900, 900).png({ compressionLevel: 0 }).toBuffer()
  const bodies = [
    ...[png.subarray(0, 11), cut.subarray(0, 2000), text('GIF89a'), text('<html>'), svg, new Uint8Array()],
    Buffer.concat([png, Buffer.alloc(2 * 1024 * 1024)]),
  ]
  for (const body of bodies)
    await assert.rejects(keep(rig, body), { kind: 'invalid', reason: 'IMAGE_INVALID' })
  const rows = await rig.storage.read('kept', (db) =>
    db.selectFrom('image_size').select('image_id').execute(),
  )
  assert.deepEqual(rows, [])
})

test('a small file that unfolds to a huge picture is refused', async (t) => {
  const rig = await createRig(t)
  const bomb = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: red } })
    .png({ compressionLevel: 9, palette: true })
    .toBuffer()
  assert.ok(bomb.length < 200_000)
  await assert.rejects(keep(rig, bomb), { reason: 'IMAGE_INVALID' })
})

test('only the system brings drawings, which are shown as pictures as large as any', async (t) => {
  const rig = await createRig(t)
  const imageId = await keep(rig, svg, system)
  assert.equal(await keep(rig, svg, system), imageId)
  assert.equal((await look(rig, imageId, 160)).width, 160)
  assert.equal((await look(rig, imageId)).width, 960)
  assert.equal(await keep(rig, svg, system), imageId)
  await assert.rejects(keep(rig, svg, anonymous), { kind: 'forbidden' })
  for (const by of [customer, staffOf('1')])
    await assert.rejects(keep(rig, svg, by), { reason: 'IMAGE_INVALID' })
})

test('what was kept before pictures were decoded is decoded when looked at, or is missing', async (t) => {
  const rig = await createRig(t)
  const old = async (id: string, body: Uint8Array) => {
    const row = { id, content_type: 'image/png', body, created_at: 1 }
    await rig.storage.tx('old', (tx) => tx.insertIgnore('image', row))
  }
  await old('a'.repeat(64), await blank(300, 300).png().toBuffer())
  await old('b'.repeat(64), text('<script>alert(1)</script>'))
  const [first, second] = await Promise.all([look(rig, 'a'.repeat(64), 160), look(rig, 'a'.repeat(64))])
  assert.deepEqual([first.width, second.width], [160, 300])
  await assert.rejects(rig.as(anonymous).getImage({ imageId: 'b'.repeat(64) }), { reason: 'IMAGE_MISSING' })
  const left = await rig.storage.read('left', (db) => db.selectFrom('image').select('id').execute())
  assert.deepEqual(left, [{ id: 'b'.repeat(64) }])
})

test('a customer keeps twenty new pictures a day, and what is there already costs nothing', async (t) => {
  const rig = await createRig(t)
  const picture = (n: number) =>
    blank(10 + n, 10)
      .png()
      .toBuffer()
  const [one, other] = [
    { kind: 'customer', id: '7' },
    { kind: 'customer', id: '8' },
  ] as const
  const put = async (by: typeof one | typeof other, n: number) =>
    rig.as(by, n % 2 === 0 ? 0 : 1).putImage({ contentType: 'image/png', body: await picture(n) })
  const sent = await Promise.allSettled(Array.from({ length: 24 }, (_, n) => put(one, n)))
  const kept = sent.flatMap((each, n) => (each.status === 'fulfilled' ? [n] : []))
  assert.equal(kept.length, 20)
  for (const each of sent) if (each.status === 'rejected') assert.equal(each.reason.reason, 'IMAGES_FULL')
  await put(one, kept[0] ?? 0)
  await put(other, 30)
  await rig.clock.advance(86_400_000)
  await put(one, 31)
  await assert.rejects(rig.as(one).putImage({ contentType: 'image/svg+xml', body: svg }), {
    reason: 'IMAGE_INVALID',
  })
  await assert.rejects(rig.as(anonymous).putImage({ body: await picture(1) }), { kind: 'forbidden' })
})

test('which pictures there are is told of twenty at once, sized or not', async (t) => {
  const rig = await createRig(t)
  const photo = await keep(rig, await blank(300, 200).png().toBuffer())
  const drawing = await keep(rig, svg, system)
  const find = async (...imageIds: string[]) => (await rig.as(anonymous).findImages({ imageIds })).imageIds
  assert.deepEqual((await find(photo, 'f'.repeat(64), drawing)).toSorted(), [photo, drawing].toSorted())
  assert.deepEqual(await find('', "' OR 1=1 --"), [])
  assert.deepEqual(await find(), [])
  await assert.rejects(find(...Array(21).fill(photo)), { reason: 'FIELDS_INVALID' })
})
