import { demoCustomers, demoEmployees } from '../demo/people.ts'
import { credentialValues, type Ground, merged, type Profile } from './profile.ts'

const demoLogins = [
  { who: '顾客 customer', login: demoCustomers[0]?.phone ?? '', secret: '验证码会显示 the code is shown' },
  ...demoEmployees.map(({ name, username, password }) => ({ who: name, login: username, secret: password })),
]

/** The demo's open doors: codes are shown, and any WeChat code lets in. It binds to loopback only. */
export function demoProfile(ground: Ground): Profile {
  const services = merged(credentialValues(ground), {
    user: { showCodes: true },
    gateway: {
      demoLogins,
      docs: true,
      oldFace: { publicUrl: ground.publicUrl, demoLoginCode: 'demo-mini-program' },
    },
  })
  return { name: 'demo', services, sweepMs: 1000 }
}
