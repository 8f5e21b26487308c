import { hmacSha256 } from '#kit/crypto/crypto.ts'
import { type Answer, json, type Route } from './http.ts'
import { hexOf } from './wire.ts'
import type { World } from './world.ts'

/** The mini program's login: a code is good once, one that begins with demo- always. */
export function loginRoutes(world: World): readonly Route[] {
  const refuse = (errcode: number, errmsg: string): Answer => json(200, { errcode, errmsg })
  return [
    {
      method: 'GET',
      path: '/sns/jscode2session',
      handle: ({ url }) => {
        const given = (name: string) => url.searchParams.get(name) ?? ''
        const code = given('js_code')
        if (given('appid') !== world.keys.appid) return refuse(40013, 'invalid appid')
        if (given('secret') !== world.keys.appSecret) return refuse(40125, 'invalid appsecret')
        if (code === '') return refuse(41008, 'missing code')
        if (code === 'bad' || code.length > 128) return refuse(40029, 'invalid code')
        if (!code.startsWith('demo-') && !useCode(world, code)) return refuse(40163, 'code been used')
        return json(200, { openid: openidOf(world, code), session_key: sessionKey(world) })
      },
    },
  ]
}

/** The same code is always the same person. */
export function openidOf(world: Pick<World, 'keys'>, code: string): string {
  return `o${Buffer.from(hmacSha256(world.keys.appSecret, code)).toString('base64url').slice(0, 27)}`
}

function useCode(world: World, code: string): boolean {
  return world.books.run('INSERT INTO used_code (code) VALUES (?) ON CONFLICT DO NOTHING', code) === 1
}

const sessionKey = (world: World) => Buffer.from(hexOf(world.random, 16), 'hex').toString('base64')
