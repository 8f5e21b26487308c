import { z } from 'zod'
import type { TextMessage } from './books.ts'
import { json, type Route } from './http.ts'
import { parse } from './pay-api.ts'
import { Refusal } from './wire.ts'
import type { World } from './world.ts'

const message = z.strictObject({ phone: z.string().regex(/^\+?\d{6,15}$/), text: z.string().min(1).max(500) })

/** A gateway for text messages whose messages can be read back. */
export function textMessageRoutes(world: World): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/sms',
      handle: ({ body }) => {
        try {
          world.books.insert('text_message', { ...parse(message, body), at: world.clock.now() })
          return json(200, { accepted: true })
        } catch (error) {
          if (error instanceof Refusal)
            return json(error.status, { code: error.code, message: error.message })
          throw error
        }
      },
    },
    {
      method: 'GET',
      path: '/simulator/sms',
      handle: ({ url }) => json(200, { messages: messagesTo(world, url.searchParams.get('phone') ?? '') }),
    },
  ]
}

/** The last hundred messages to a phone, the newest first. */
export function messagesTo(world: Pick<World, 'books'>, phone: string): readonly TextMessage[] {
  const sql = 'SELECT phone, text, at FROM text_message WHERE phone = ? ORDER BY id DESC LIMIT 100'
  return world.books.all<TextMessage>(sql, phone)
}
