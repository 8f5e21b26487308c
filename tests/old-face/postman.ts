import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Told, told } from './send.ts'

/** Carries notifications of the provider to where merchants of the course have told it to send them. */
export interface Postman {
  /** Where the provider sends everything. */
  readonly url: string
  /** From now on notifications are handed on to the platform there. */
  goesTo(platformUrl: string): void
  /** Hands the newest notification for this path over once more, as soon as there is one. */
  bringsAgain(path: string): Promise<Told>
  close(): Promise<void>
}

interface Letter {
  readonly headers: Record<string, string>
  readonly body: string
}

const refusedBy = { status: 503 }

export async function hirePostman(): Promise<Postman> {
  const letters = new Map<string, Letter>()
  let home = ''
  const deliver = (path: string, { headers, body }: Letter) =>
    fetch(home + path, { method: 'POST', headers, body })

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const letter = { headers: signedOf(request.headers), body: Buffer.concat(chunks).toString() }
    const path = letter.body.includes('"REFUND') ? '/notify/refundSuccess' : '/notify/paySuccess'
    letters.set(path, letter)
    const answer = home === '' ? refusedBy : await deliver(path, letter).catch(() => refusedBy)
    response.writeHead(answer.status).end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}/`,
    goesTo(platformUrl) {
      home = platformUrl
    },
    async bringsAgain(path) {
      const letter = await waitFor(() => letters.get(path), `a letter to ${path}`)
      return told(await deliver(path, letter))
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}

/** The signature is in headers of its own, and nothing else of the envelope counts. */
function signedOf(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const counted = Object.entries(headers).filter(([name]) => /^wechatpay-|^content-type$/.test(name))
  return Object.fromEntries(counted.map(([name, value]) => [name, String(value)]))
}

async function waitFor<Thing>(find: () => Thing | undefined, what: string): Promise<Thing> {
  const endsAt = Date.now() + 10_000
  for (;;) {
    const found = find()
    if (found !== undefined) return found
    if (Date.now() > endsAt) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
