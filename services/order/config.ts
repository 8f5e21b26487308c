import { z } from 'zod'
import { live } from '#kit/config/config.ts'
import type { ExportRules, Rules } from './ports.ts'

const minute = 60_000

/** Durations are milliseconds. */
export const orderConfig = z.strictObject({
  /** The brake of the whole installation: while it is false nobody can submit; what is placed goes on. */
  takesOrders: live(z.boolean().default(true)),
  payWindowMs: live(
    z
      .number()
      .int()
      .positive()
      .default(15 * minute),
  ),
  /** 0: the shop may take as long as it likes to accept. */
  acceptWindowMs: live(z.number().int().min(0).default(0)),
  deliveryWindowMs: live(
    z
      .number()
      .int()
      .positive()
      .default(180 * minute),
  ),
  placeRetryMs: live(z.number().int().positive().default(2000)),
  placeWaitMs: live(z.number().int().positive().default(2000)),
  reminderPauseMs: live(
    z
      .number()
      .int()
      .min(0)
      .default(5 * minute),
  ),
  /** How long after its end an order of a deleted account tells whom it was for. */
  personalKeptMs: live(
    z
      .number()
      .int()
      .min(0)
      .default(30 * 24 * 60 * minute),
  ),
  /** After completion, how long a customer may claim money back. */
  claimWindowMs: live(
    z
      .number()
      .int()
      .positive()
      .default(7 * 24 * 60 * minute),
  ),
  exportKeptMs: live(
    z
      .number()
      .int()
      .positive()
      .default(24 * 60 * minute),
  ),
  /** Files of orders a shop has at once. */
  exportsMax: live(z.number().int().min(1).max(100).default(5)),
  /** Orders read and written at once. */
  exportPageMax: live(z.number().int().min(1).max(1000).default(500)),
  exportBytesMax: live(
    z
      .number()
      .int()
      .positive()
      .default(8 * 1024 * 1024),
  ),
})

export type OrderConfig = z.infer<typeof orderConfig>

export function rulesOf(config: OrderConfig): Rules {
  return {
    takesOrders: config.takesOrders,
    windows: {
      payMs: config.payWindowMs,
      acceptMs: config.acceptWindowMs,
      deliveryMs: config.deliveryWindowMs,
      placeRetryMs: config.placeRetryMs,
    },
    placeWaitMs: config.placeWaitMs,
    reminderPauseMs: config.reminderPauseMs,
  }
}

export function exportRulesOf(config: OrderConfig): ExportRules {
  const { exportKeptMs, exportsMax, exportPageMax, exportBytesMax } = config
  return { keptMs: exportKeptMs, keptMax: exportsMax, pageMax: exportPageMax, bytesMax: exportBytesMax }
}
