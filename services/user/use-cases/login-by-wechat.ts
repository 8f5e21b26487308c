import type { Session } from '../domain/session.ts'
import type { UserNeeds } from '../ports.ts'
import { issueSession } from './issue-session.ts'
import { planSession } from './plan-session.ts'

type Needs = Pick<UserNeeds, 'clock' | 'ids' | 'rules' | 'secrets' | 'sessions' | 'tokens' | 'wechat'>

export async function loginByWechat(needs: Needs, jsCode: string, isSingle = false): Promise<Session> {
  const openid = await needs.wechat.findOpenid(jsCode)
  const { session, refreshToken } = planSession(needs, isSingle)
  const customer = await needs.sessions.openByWechat(openid, session)
  return issueSession(needs, session, customer, refreshToken)
}
