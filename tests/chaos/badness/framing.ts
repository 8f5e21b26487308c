import fc from 'fast-check'
import { bytesOf, type Draft, headOf } from '../draft.ts'
import { type Badness, type BadRequest, badRequest, drafts } from './badness.ts'

const anywhere = () => true

/** A request whose head has these lines besides its own, and whose body follows as it is. */
function withLines(draft: Draft, lines: readonly string[], body: Buffer | string = ''): Buffer {
  const own = draft.headers.map(([name, value]) => `${name}: ${value}`)
  return Buffer.concat([headOf(draft, [...own, ...lines]), Buffer.from(body)])
}

/** The same bytes with one piece of their head replaced. */
function withHead(draft: Draft, from: string, to: string): Buffer {
  return Buffer.from(
    bytesOf({ ...draft, body: null })
      .toString('latin1')
      .replace(from, to),
    'latin1',
  )
}

const breaks: Readonly<Record<string, (draft: Draft) => Buffer>> = {
  'no host': (draft) => withHead(draft, 'Host: 127.0.0.1\r\n', ''),
  'an expectation nobody meets': (draft) => withLines(draft, ['Expect: the-unexpected', 'Content-Length: 0']),
  'two lengths': (draft) => withLines(draft, ['Content-Length: 2', 'Content-Length: 3'], '{}'),
  'a length and chunks': (draft) =>
    withLines(draft, ['Content-Length: 2', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
  'a length below zero': (draft) => withLines(draft, ['Content-Length: -1']),
  'a length that is no number': (draft) => withLines(draft, ['Content-Length: 1e3']),
  'a header without a colon': (draft) => withLines(draft, ['garbage']),
  'a space before the colon': (draft) => withLines(draft, ['X-Spaced : 1']),
  'a folded header': (draft) => withLines(draft, ['X-Folded: a', ' b']),
  'a header with a NUL': (draft) => withLines(draft, ['X-Nul: a\0b']),
  'a header name in emoji': (draft) => withLines(draft, ['😀: 1']),
  'another version': (draft) => withHead(draft, 'HTTP/1.1', 'HTTP/3.7'),
  'no version that is one': (draft) => withHead(draft, 'HTTP/1.1', 'HTTPS'),
  'a space in the address': (draft) => withHead(draft, ' HTTP/1.1', ' and more HTTP/1.1'),
  'bytes in the address': (draft) => withHead(draft, ' HTTP/1.1', '\xe8\xae\xa2 HTTP/1.1'),
  'an address without a slash': (draft) => withHead(draft, ' /', ' '),
  'lines without returns': (draft) =>
    Buffer.from(withLines(draft, []).toString('latin1').replaceAll('\r\n', '\n')),
  'a tunnel': (draft) => withHead(draft, `${draft.method} ${draft.target}`, 'CONNECT example.org:443'),
}

/** A read may be answered before anybody looks at a body it should not have. */
const bodyBreaks: Readonly<Record<string, (draft: Draft) => Buffer>> = {
  'an unknown transfer': (draft) => withLines(draft, ['Transfer-Encoding: parcel']),
  'chunks that are none': (draft) =>
    withLines(draft, ['Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n'),
}

const brokenFraming: Badness = {
  name: 'what is not HTTP',
  fits: anywhere,
  requests: (operation, world) =>
    fc
      .tuple(
        drafts(operation, world),
        fc.constantFrom(...Object.values(operation.method === 'GET' ? breaks : { ...breaks, ...bodyBreaks })),
      )
      .map(([draft, spoil]): BadRequest => badRequest(spoil(draft))),
}

const tooMuchHead: Badness = {
  name: 'headers beyond all measure',
  fits: anywhere,
  requests: (operation, world) =>
    fc
      .tuple(
        drafts(operation, world),
        fc.constantFrom(
          [`X-Big: ${'x'.repeat(20_000)}`],
          [`Cookie: ${'a=1; '.repeat(5000)}`],
          Array.from({ length: 3000 }, (_, at) => `X-${at}: 1`),
          [`${'X'.repeat(20_000)}: 1`],
        ),
      )
      .map(([draft, lines]) => badRequest(withLines({ ...draft, body: null }, lines))),
}

export const framingBadness: readonly Badness[] = [brokenFraming, tooMuchHead]
