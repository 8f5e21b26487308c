import type { zhCN } from './zh-CN.ts'

export const en: typeof zhCN = {
  login: { title: 'Log in', username: 'User name', password: 'Password', submit: 'Log in' },
  board: { title: 'Orders' },
  problem: { unreachable: 'The server cannot be reached. Check your connection.' },
}
