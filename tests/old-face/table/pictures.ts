import { picture } from '../formats.ts'
import { done, file, notLoggedIn, type Row, refusedLoudly } from '../row.ts'
import { all, exactly, textLike } from '../shape.ts'

/** One red dot. */
const png = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
    'base64',
  ),
)
const upload = { name: '红烧鱼.png', type: 'image/png', bytes: png }
const address = all(picture, textLike(/[?&]name=\w+/, 'an address with a name'))

export const pictures: readonly Row[] = [
  {
    name: 'a picture is sent as a form, and its address comes back',
    who: 'manager',
    call: 'POST /admin/common/upload',
    upload,
    answers: done(address),
    keeps: { image: 'data', imageName: { at: 'data', part: /[?&]name=(\w+)/ } },
  },
  {
    name: 'the same picture has the same address',
    who: 'manager',
    call: 'POST /admin/common/upload',
    upload: { ...upload, name: 'a.b.png' },
    answers: done(exactly('$image')),
  },
  {
    name: 'the mini program sends its pictures there too',
    who: 'customer',
    call: 'POST /admin/common/upload',
    upload: { ...upload, name: 'wx.png' },
    answers: done(exactly('$image')),
    keeps: { ownImage: 'data' },
  },
  {
    name: 'nobody sends one without a login',
    who: 'nobody',
    call: 'POST /admin/common/upload',
    upload,
    answers: notLoggedIn,
  },
  {
    name: 'a page in the clothes of a picture is none; the console takes every 2xx for done',
    who: 'manager',
    call: 'POST /admin/common/upload',
    upload: { name: 'a.png', type: 'image/png', bytes: Uint8Array.from(Buffer.from('<html>')) },
    answers: refusedLoudly(400, '文件上传失败'),
  },
  {
    name: 'a form without the file is refused too',
    who: 'manager',
    call: 'POST /admin/common/upload',
    body: 'file=',
    sentAs: 'application/x-www-form-urlencoded',
    answers: refusedLoudly(400, '文件上传失败'),
  },
  {
    name: 'a picture is shown to an img, which sends no header',
    who: 'nobody',
    call: 'GET /admin/common/download',
    query: { name: '$imageName' },
    answers: file('image/webp', 'RIFF'),
  },
  {
    name: 'what is not there is not 2xx',
    who: 'nobody',
    call: 'GET /admin/common/download',
    query: { name: '0'.repeat(64) },
    answers: refusedLoudly(404),
  },
]
