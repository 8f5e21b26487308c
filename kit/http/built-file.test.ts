import assert from 'node:assert/strict'
import { test } from 'node:test'
import { builtFile } from './built-file.ts'

const bytes = (text: string) => Buffer.from(text)
const file = { contentType: 'text/javascript', hash: 'abc', isImmutable: true, body: bytes('plain') }
const packed = builtFile({ ...file, gzip: bytes('gz'), br: bytes('br') })
const sent = ({ full }: ReturnType<typeof packed>) => String(full.body)

test('a client gets the smallest encoding that it takes', () => {
  assert.equal(sent(packed('gzip, deflate, br')), 'br')
  assert.equal(sent(packed('gzip;q=0.5')), 'gz')
  for (const accepted of [undefined, '', 'identity', 'brotli', 'br;q=0, gzip;q=0.0'])
    assert.equal(sent(packed(accepted)), 'plain')
  assert.equal(sent(builtFile(file)('br, gzip')), 'plain')
})

test('each encoding has a tag of its own and says what it is', () => {
  const tags = ['br', 'gzip', ''].map((accepted) => packed(accepted).etag)
  assert.equal(new Set(tags).size, 3)
  const { headers } = packed('br').full
  assert.equal(headers[headers.indexOf('Content-Encoding') + 1], 'br')
  assert.equal(headers[headers.indexOf('Vary') + 1], 'Accept-Encoding')
})

test('what changes its name with its content is kept for ever, other files are asked for again', () => {
  const cached = (isImmutable: boolean) => builtFile({ ...file, isImmutable })('').full.headers
  assert.ok(cached(true).some((value) => value.includes('immutable')))
  assert.ok(cached(false).includes('no-cache'))
})

test('a page may load from its own server only, and nobody may frame it', () => {
  const { headers } = packed('').full
  const policy = headers[headers.indexOf('Content-Security-Policy') + 1] ?? ''
  assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/)
  assert.doesNotMatch(policy, /unsafe|\*|https?:/)
  assert.match(policy, /frame-ancestors 'none'/)
})
