import { z } from 'zod'
import { live } from '#kit/config/config.ts'

const duration = z.number().int().positive()
const rate = z.strictObject({ bucketSize: z.number().positive(), refillTokens: z.number().positive() })

export const gatewayConfig = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 takes any free port. */
  port: z.number().int().min(0).max(65_535).default(8080),
  /** The shop meant where a customer names none. */
  defaultShopId: z.string().min(1).default('1'),

  menuTtlMs: duration.default(5000),
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
  drainMs: duration.default(3000),
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
      read: rate.default({ bucketSize: 400, refillTokens: 100 }),
      write: rate.default({ bucketSize: 100, refillTokens: 20 }),
      login: rate.default({ bucketSize: 60, refillTokens: 5 }),
      stream: rate.default({ bucketSize: 30, refillTokens: 1 }),
      notify: rate.default({ bucketSize: 2000, refillTokens: 500 }),
      page: rate.default({ bucketSize: 200, refillTokens: 50 }),
      unrouted: rate.default({ bucketSize: 100, refillTokens: 20 }),
    }),
  ).prefault({}),

  /** Logins printed on the start page: the demo only. */
  demoLogins: z
    .array(z.strictObject({ who: z.string(), login: z.string(), secret: z.string() }))
    .max(10)
    .default([]),
})

export type GatewayConfig = z.infer<typeof gatewayConfig>
