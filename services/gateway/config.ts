import { z } from 'zod'
import { live, secret } from '#kit/config/config.ts'

const duration = z.number().int().positive()
/** Each number has its own default, so that one of them can be changed without the other. */
const rate = (bucketSize: number, refillTokens: number) =>
  z
    .strictObject({
      bucketSize: z.number().positive().default(bucketSize),
      refillTokens: z.number().positive().default(refillTokens),
    })
    .prefault({})

export const gatewayConfig = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 takes any free port. */
  port: z.number().int().min(0).max(65_535).default(8080),
  /** The shop meant where a customer names none. */
  defaultShopId: z.string().min(1).default('1'),

  menuTtlMs: duration.default(5000),
  /** The part of its time by which a menu may be asked for earlier, so that not all are at once. */
  menuJitterRatio: z.number().min(0).max(1).default(0.1),
  /** How long a menu is still served where the catalog cannot be asked. */
  menuGraceMs: z
    .number()
    .int()
    .min(0)
    .default(6 * 3_600_000),
  menusMax: z.number().int().positive().default(1000),
  imagesBytesMax: z
    .number()
    .int()
    .positive()
    .default(32 * 1024 * 1024),
  /** How long an answer about a session counts: the longest a revoked one still passes. */
  sessionTrustMs: duration.default(1000),
  /** A token that claims to live longer is not one of ours. */
  tokenLifeMaxMs: duration.default(24 * 3_600_000),

  deadlineMs: duration.default(10_000),
  /** How long it goes on taking requests once it is to stop: time for those in front to hear of it. */
  lameDuckMs: z.number().int().min(0).default(0),
  drainMs: duration.default(3500),
  heartbeatMs: duration.default(10_000),
  slowMs: duration.default(1000),
  sampleRatio: z.number().min(0).max(1).default(0.01),
  /** How many proxies in front are ours. */
  trustedHops: z.number().int().min(0).max(5).default(0),
  /** Checks every answer against its declared shape: for tests. */
  validateResponses: z.boolean().default(false),

  /** Token buckets by rate class: burst, and tokens that come back per second. */
  rates: live(
    z.strictObject({
      read: rate(400, 100),
      write: rate(100, 20),
      login: rate(60, 5),
      stream: rate(30, 1),
      notify: rate(2000, 500),
      page: rate(200, 50),
      unrouted: rate(100, 20),
    }),
  ).prefault({}),

  /** Rate classes whose limits hold for all gateways together, where a shared limiter is given. */
  sharedRateClasses: z.array(z.string()).max(10).default(['login', 'write']),

  oldFace: z
    .strictObject({
      /** Begins the addresses of pictures; empty: they are relative to the page that shows them. */
      publicUrl: z.string().max(200).default(''),
      /** What every WeChat code stands for, so that an unchanged mini program gets in: the demo only. */
      demoLoginCode: z.string().max(128).default(''),
    })
    .prefault({}),
  /** Pages of other hosts from which the old console listens: it always calls the machine it runs on. */
  oldConsoleOrigins: z
    .array(z.string().regex(/^https?:\/\/[^/]+$/))
    .max(20)
    .default(['http://localhost']),

  /** Serves `/docs` and `/v1/openapi.json` to everybody: for the demo, and where strangers may read them. */
  docs: z.boolean().default(false),
  /** Logins printed on the start page: the demo only. */
  demoLogins: secret(
    z.array(z.strictObject({ who: z.string(), login: z.string(), secret: z.string() })).max(10),
  ).default([]),
})

export type GatewayConfig = z.infer<typeof gatewayConfig>
