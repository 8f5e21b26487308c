import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { assertAccessible, createStage, picture, type Stage, skip } from './browser.fixture.ts'
import { enterAsStaff } from './entering.ts'

let stage: Stage
before(async () => {
  if (!skip) stage = await createStage()
})
after(() => stage?.close())

const side = 400

/** Its left half is red, its right half blue. */
async function twoColours(): Promise<Buffer> {
  const half = (background: string) =>
    ({ create: { width: side, height: side, channels: 3, background } }) as const
  const right = await sharp(half('#0000ff')).png().toBuffer()
  return sharp({ create: { width: 2 * side, height: side, channels: 3, background: '#ff0000' } })
    .composite([{ input: right, left: side, top: 0 }])
    .png()
    .toBuffer()
}

/** How red and how blue a picture is on average. */
async function coloursOf(image: string) {
  const kept = Buffer.from(await (await fetch(`${stage.url}${image}`)).arrayBuffer())
  const [red, , blue] = (await sharp(kept).stats()).channels.map(({ mean }) => mean)
  return { red: red ?? 0, blue: blue ?? 0 }
}

test('of a picture the part that was chosen is kept, and what is no picture is said so', {
  skip,
}, async () => {
  const { people, url } = stage
  const dish = await people.newDish(1800)
  const { name } = (await people.manager.get(`/v1/dishes/${dish}`)).body
  const { page, troubles } = await stage.desk()
  await enterAsStaff(page, url)
  await page.goto('/console/#/items')
  await page.getByRole('searchbox', { name: '名称' }).fill(name)
  await page.getByRole('button', { name: `编辑 ${name}` }).click()
  const upload = page.getByLabel('上传图片')
  await upload.setInputFiles({ name: 'soup.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
  await page.getByRole('alert').getByText('IMAGE_INVALID').waitFor()
  await upload.setInputFiles({ name: 'soup.png', mimeType: 'image/png', buffer: await twoColours() })
  const dialog = page.getByRole('dialog', { name: /裁剪/ })
  await dialog.getByRole('img', { name: /拖动图片/ }).focus()
  for (let pushes = 0; pushes < 40; pushes++) await page.keyboard.press('ArrowLeft')
  await assertAccessible(page, 'the crop')
  await picture(page, 'console-crop')
  await dialog.getByRole('button', { name: '使用这张图' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('button', { name: `编辑 ${name}` }).waitFor()
  const { image } = (await people.manager.get(`/v1/dishes/${dish}`)).body
  const { red, blue } = await coloursOf(image)
  assert.ok(blue > 240 && red < 15, `red ${red}, blue ${blue}`)
  assert.deepEqual(troubles, [])
})
