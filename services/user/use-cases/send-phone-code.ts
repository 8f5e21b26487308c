import { isUnknown } from '#kit/fault.ts'
import { checkPhone } from '../domain/phone.ts'
import { codeText, codeTooSoon, type PhoneCode } from '../domain/phone-code.ts'
import type { UserNeeds } from '../ports.ts'

type Needs = Pick<UserNeeds, 'clock' | 'codes' | 'messages' | 'rules' | 'secrets'>

export async function sendPhoneCode(
  needs: Needs,
  phone: string,
): Promise<{ shownCode: string; expiresAt: number }> {
  checkPhone(phone)
  const { codes: rules, showCodes } = needs.rules()
  const sentAt = needs.clock.now()
  const code = needs.secrets.drawCode()
  const hash = needs.secrets.hashCode(phone, code)
  const recorded = { phone, hash, sentAt, expiresAt: sentAt + rules.lifeMs }

  if (!(await needs.codes.recordCode(recorded, rules.pauseMs))) throw codeTooSoon()
  await send(needs, recorded, codeText(code, rules.lifeMs))
  return { shownCode: showCodes ? code : '', expiresAt: recorded.expiresAt }
}

async function send(needs: Needs, code: PhoneCode, text: string): Promise<void> {
  try {
    await needs.messages.sendText(code.phone, text)
  } catch (thrown) {
    if (!isUnknown(thrown)) await needs.codes.withdrawCode(code)
    throw thrown
  }
}
