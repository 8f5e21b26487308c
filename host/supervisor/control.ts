import { chmodSync, existsSync, rmSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { join, resolve } from 'node:path'
import { Refusal } from '../settings.ts'

/** What can be asked of a running platform from another terminal; the answer is what people read. */
export type Orders = Readonly<Record<string, (argument: string) => Promise<string>>>

/** A socket only this user can reach, beside the data. */
const socketOf = (dataDir: string) => join(resolve(dataDir), 'control.sock')

/** Obeys orders until it is stopped, one after the other. */
export async function obey(dataDir: string, orders: Orders): Promise<{ stop(): Promise<void> }> {
  const socket = socketOf(dataDir)
  rmSync(socket, { force: true })
  let last: Promise<unknown> = Promise.resolve()
  const server = createServer((asked, answer) => {
    const [, verb = '', argument = ''] = (asked.url ?? '').split('/').map(decodeURIComponent)
    const run = async () => {
      const order = orders[verb]
      if (!order) return { status: 404, text: `there is no order ${verb}` }
      return { status: 200, text: await order(argument) }
    }
    const running = last.then(run).catch((error) => ({ status: 422, text: wordsOf(error) }))
    last = running
    void running.then(({ status, text }) => answer.writeHead(status).end(text))
  })
  await new Promise<void>((settle, refuse) => {
    server.once('error', refuse).listen(socket, settle)
  })
  chmodSync(socket, 0o600)
  return {
    async stop() {
      server.closeAllConnections()
      await new Promise((settle) => server.close(settle))
      rmSync(socket, { force: true })
    },
  }
}

/** Gives an order to the platform that runs on a data folder. Throws a Refusal with its words. */
export function order(dataDir: string, verb: string, argument = ''): Promise<string> {
  const socketPath = socketOf(dataDir)
  if (!existsSync(socketPath))
    return Promise.reject(new Refusal(`no split platform runs on ${dataDir}: npm run split starts one.`))
  return new Promise((settle, refuse) => {
    const path = `/${verb}/${encodeURIComponent(argument)}`
    const asking = request({ socketPath, path, method: 'POST' }, (response) => {
      const texts: string[] = []
      response.setEncoding('utf8').on('data', (text) => texts.push(text))
      response.once('end', () => {
        if (response.statusCode === 200) settle(texts.join(''))
        else refuse(new Refusal(texts.join('')))
      })
    })
    asking.once('error', (error) => refuse(new Refusal(`${socketPath} does not answer: ${error.message}`)))
    asking.end()
  })
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
