import type { Server } from 'node:http'
import type { Clock } from '#kit/clock.ts'
import type { Part } from '#kit/lifecycle/part.ts'
import type { Random } from '#kit/random.ts'
import type { Log } from '#kit/telemetry/log.ts'
import { billRoutes, type Falsify } from './bill.ts'
import { type Books, openBooks, type TextMessage, type Trade } from './books.ts'
import { cashierRoutes } from './cashier.ts'
import { controlRoutes } from './control.ts'
import { close, createHttpServer, listen, type Route } from './http.ts'
import { credentialsOf, generateKeys, type Keys, keptKeys, type MerchantCredentials } from './keys.ts'
import { loginRoutes, openidOf } from './login.ts'
import { createNotifier, type Notifier } from './notifier.ts'
import { payRoutes } from './pay-api.ts'
import { certificateRoutes, proven } from './proven.ts'
import { refundRoutes } from './refund-api.ts'
import { goodDay, type Switches } from './switches.ts'
import { messagesTo, textMessageRoutes } from './text-messages.ts'
import { findTrade, payTrade } from './trades.ts'
import type { World } from './world.ts'

export interface WechatOptions {
  /** SQLite file of its books and keys; made where it is missing. */
  readonly dataFile: string
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Keys to use at the first start instead of fresh ones. */
  readonly keys?: Keys
  /** What the pauses between notifications are multiplied with; 1 unless told otherwise. */
  readonly pauseScale?: number
  /** The WeChat app pays whatever a mini program asks it to, without a press. */
  readonly appPays?: boolean
}

/** The outside world: WeChat login, WeChat Pay v3 and a text message gateway, on their real wire. */
export interface WechatSimulator extends Part {
  /** Opens the books and begins to listen; once, however often it is called. */
  start(): Promise<void>
  /** Finishes what it does and closes; the books stay. */
  stop(): Promise<void>
  /** http://host:port; only after `start`. */
  address(): string
  /** What the merchant configures; only after `start`. */
  credentials(): MerchantCredentials
  /** How the provider misbehaves, from now on. */
  readonly switches: Switches
  /** Ends all misbehaviour. */
  reset(): void
  /** Pays as the customer's app would; refuses with the provider's code. */
  pay(prepayId: string): Trade
  trade(outTradeNo: string): Trade | undefined
  /** Sends the newest notification about a trade or refund now, `times` at once; answers the status codes. */
  sendNotification(ref: string, times: number): Promise<readonly number[]>
  /** The openid behind a login code. */
  openidOf(code: string): string
  textMessages(phone: string): readonly TextMessage[]
  /** Falsifies the bills from now on. */
  falsifyBill(falsify: Falsify): void
}

interface Running {
  readonly server: Server
  readonly books: Books
  readonly notifier: Notifier
  readonly world: World
}

export function createWechatSimulator(options: WechatOptions): WechatSimulator {
  const switches: Switches = { ...goodDay }
  let falsify: Falsify = (rows) => rows
  let starting: Promise<Running> | undefined
  let running: Running | undefined

  function now(): Running {
    if (!running) throw new Error('the WeChat simulator has not started')
    return running
  }

  return {
    name: 'wechat simulator',
    switches,
    async start() {
      starting ??= open(options, switches, () => falsify)
      running = await starting
    },
    async stop() {
      const stopping = running
      running = undefined
      starting = undefined
      if (stopping) await shut(stopping)
    },
    address: () => now().world.address,
    credentials: () => credentialsOf(now().world.keys),
    reset: () => void Object.assign(switches, goodDay),
    pay: (prepayId) => payTrade(now().world, prepayId),
    trade: (outTradeNo) => findTrade(now().world, outTradeNo),
    sendNotification: (ref, times) => now().notifier.sendNow(ref, times),
    openidOf: (code) => openidOf(now().world, code),
    textMessages: (phone) => messagesTo(now().world, phone),
    falsifyBill: (next) => {
      falsify = next
    },
  }
}

async function open(options: WechatOptions, switches: Switches, falsify: () => Falsify): Promise<Running> {
  const { appPays = false, clock, random, log } = options
  const books = openBooks(options.dataFile)
  const keys = await keptKeys(books, async () => options.keys ?? (await generateKeys(random, clock.now())))
  const routes: Route[] = []
  const server = createHttpServer(() => routes, log)
  const port = await listen(server, options.host, options.port)
  const address = `http://${options.host}:${port}`
  const parts = { books, keys, switches, appPays, clock, random, log, address }
  const notifier = createNotifier(parts, options.pauseScale ?? 1)
  const world: World = { ...parts, wake: notifier.wake }
  routes.push(...allRoutes(world, notifier, falsify))
  notifier.wake()
  return { server, books, notifier, world }
}

function allRoutes(world: World, notifier: Notifier, falsify: () => Falsify): readonly Route[] {
  const pay = [
    ...payRoutes(world),
    ...refundRoutes(world),
    ...billRoutes(world, falsify),
    ...certificateRoutes(world),
  ]
  return [
    ...pay.map((route) => proven(world, route)),
    ...loginRoutes(world),
    ...textMessageRoutes(world),
    ...cashierRoutes(world),
    ...controlRoutes(world, notifier),
  ]
}

async function shut({ server, books, notifier }: Running): Promise<void> {
  await notifier.stop()
  await close(server)
  books.close()
}
