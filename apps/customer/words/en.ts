import type { zhCN } from './zh-CN.ts'

export const en: typeof zhCN = {
  shop: { open: 'Open', closed: 'Closed', delivery: 'Delivery {fee}', minimum: 'From {amount}' },
  problem: { retry: 'Try again', unreachable: 'The server cannot be reached. Check your connection.' },
}
