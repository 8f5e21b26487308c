import { checkPhone } from '../domain/phone.ts'
import { codeWrong } from '../domain/phone-code.ts'
import type { Session } from '../domain/session.ts'
import type { UserNeeds } from '../ports.ts'
import { issueSession } from './issue-session.ts'
import { planSession } from './plan-session.ts'

type Needs = Pick<UserNeeds, 'clock' | 'ids' | 'rules' | 'secrets' | 'sessions' | 'tokens'>

export async function loginByPhone(needs: Needs, phone: string, code: string): Promise<Session> {
  checkPhone(phone)
  const { session, refreshToken } = planSession(needs)
  const login = {
    phone,
    codeHash: needs.secrets.hashCode(phone, code),
    triesMax: needs.rules().codes.triesMax,
  }
  const customer = await needs.sessions.openByPhone(login, session)
  if (!customer) throw codeWrong()
  return issueSession(needs, session, customer, refreshToken)
}
