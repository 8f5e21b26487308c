import fc from 'fast-check'
import { withHeader } from '../draft.ts'
import { type Badness, drafts, written } from './badness.ts'
import { takesJson, unreadable, withBody } from './good-bodies.ts'

const notJson: Badness = {
  name: 'a body that is not JSON',
  fits: takesJson,
  requests: (operation, world) =>
    unreadable(operation, world, (good) =>
      fc.constantFrom<string | Buffer>(
        good.slice(0, -1),
        `${good}${good}`,
        `${good},`,
        `${good.replaceAll('"', "'")}//`,
        `/* */${good}`,
        '{a:1}',
        '{"a":NaN}',
        '{"a":01}',
        '{"a":"\t"}',
        '<order/>',
        'a=1&b=2',
        'undefined',
        '\0',
        Buffer.from(good, 'utf16le'),
        Buffer.from('{"note":"\xff\xfe"}', 'latin1'),
        Buffer.from('{"note":"\xed\xa0\x80"}', 'latin1'),
      ),
    ),
}

const deepJson: Badness = {
  name: 'a body that nests and nests',
  fits: takesJson,
  requests: (operation, world) =>
    unreadable(operation, world, () =>
      fc
        .tuple(fc.constantFrom(33, 100, 5000, 40_000), fc.constantFrom(['[', ']'], ['{"a":', '}']))
        .map(([depth, [open = '', shut = '']]) => `${open.repeat(depth)}1${shut.repeat(depth)}`),
    ),
}

const hugeBodies: Badness = {
  name: 'a body that is too large',
  fits: ({ body }) => body !== 'none',
  requests: (operation, world) =>
    written(
      fc.tuple(drafts(operation, world), fc.integer({ min: 1, max: 100_000 })).map(([draft, more]) => {
        const limit =
          operation.body === 'raw' && operation.audience !== 'public' ? 2 * 1024 * 1024 : 256 * 1024
        return withBody(
          draft,
          Buffer.concat([draft.body ?? Buffer.alloc(0), Buffer.alloc(limit + more, ' ')]),
        )
      }),
    ),
}

const otherMedia = [
  'text/plain',
  'text/html',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/jsonp',
  'application/json; charset=gbk',
  'application/json; charset=utf-16',
  'json',
  '',
  ';',
  '*/*',
  'application/json, text/plain',
]

const otherMediaTypes: Badness = {
  name: 'a content type that is not taken',
  fits: takesJson,
  requests: (operation, world) =>
    written(
      fc.tuple(drafts(operation, world), fc.constantFrom(...otherMedia, null)).map(([draft, media]) => {
        return withHeader(draft, 'Content-Type', ...(media === null ? [] : [media]))
      }),
    ),
}

const encodedBodies: Badness = {
  name: 'a body in an encoding that is not taken',
  fits: takesJson,
  requests: (operation, world) =>
    written(
      fc
        .tuple(drafts(operation, world), fc.constantFrom('gzip', 'br', 'deflate', 'identity, gzip', 'x'))
        .map(([draft, coding]) => withHeader(draft, 'Content-Encoding', coding)),
    ),
}

const pictures = ['<svg onload="alert(1)"/>', '<html>', 'GIF89a', '\x89PNG', 'RIFF', '', 'BM']
const pictureTypes = ['image/svg+xml', 'image/png', 'image/jpeg', 'text/html', 'image/gif', '../../x', '']

const junkBytes: Badness = {
  name: 'bytes that are not what they are said to be',
  fits: ({ body }) => body === 'raw',
  requests: (operation, world) =>
    written(
      fc
        .tuple(
          drafts(operation, world),
          fc.oneof(
            fc.constantFrom(...pictures).map((text) => Buffer.from(text, 'latin1')),
            fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
          ),
          fc.constantFrom(...pictureTypes),
        )
        .map(([draft, body, type]) => withHeader(withBody(draft, body), 'Content-Type', type)),
    ),
}

/** Bodies that are no JSON value of ours at all. */
export const payloadBadness: readonly Badness[] = [
  notJson,
  deepJson,
  hugeBodies,
  otherMediaTypes,
  encodedBodies,
  junkBytes,
]
