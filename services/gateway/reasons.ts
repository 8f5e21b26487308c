import { CatalogReasonSchema } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { InventoryReasonSchema } from '#contracts/gen/cangqiong/inventory/v1/inventory_pb.js'
import { OrderReasonSchema } from '#contracts/gen/cangqiong/order/v1/order_pb.js'
import { PaymentReasonSchema } from '#contracts/gen/cangqiong/payment/v1/payment_pb.js'
import { PushReasonSchema } from '#contracts/gen/cangqiong/push/v1/push_pb.js'
import { ReportReasonSchema } from '#contracts/gen/cangqiong/report/v1/report_pb.js'
import { UserReasonSchema } from '#contracts/gen/cangqiong/user/v1/user_pb.js'
import { reasonsOf } from '#kit/http/reasons.ts'

/** Every reason any service declares: how a refusal reads in Chinese and English. */
export const reasons = reasonsOf([
  UserReasonSchema,
  CatalogReasonSchema,
  InventoryReasonSchema,
  OrderReasonSchema,
  PaymentReasonSchema,
  PushReasonSchema,
  ReportReasonSchema,
])
