import { z } from 'zod'
import { asGateway, type Clients } from '../../clients.ts'
import { text } from './input.ts'
import { anyone, customer, nothing, type OldRoute, oldRoute } from './old-route.ts'

interface Needs extends Pick<Clients, 'user'> {
  /** The code that every other stands for, where a demo lets everybody in; else empty. */
  readonly demoLoginCode: string
}

export function customerLoginRoutes({ user, demoLoginCode }: Needs): readonly OldRoute[] {
  return [
    oldRoute('POST /user/user/login', {
      who: anyone,
      summary: '微信登录',
      rateClass: 'login',
      reads: z.object({ code: text(128) }),
      async asks({ code }) {
        const jsCode = demoLoginCode === '' || code.startsWith('demo-') ? code : demoLoginCode
        const { subjectId: customerId, accessToken } = await user.loginByWechat({ jsCode, singleToken: true })
        const { openid } = await asGateway(() => user.getCustomer({ customerId }))
        return { id: Number(customerId), openid, token: accessToken }
      },
      shows: (session) => session,
    }),
    oldRoute('POST /user/user/logout', {
      who: customer,
      summary: '退出',
      reads: nothing,
      asks: () => user.logout({}),
    }),
  ]
}
