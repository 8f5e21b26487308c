import { z } from 'zod'
import { answer, type Route, route } from '#kit/http/route.ts'
import type { Clients } from '../clients.ts'
import { byUuid, listOf, momentOf, staffRead, staffWrite, text } from '../http.ts'

type Needs = Pick<Clients, 'order'>

const noteShape = z
  .strictObject({ n: z.int(), by: z.string(), text: z.string(), at: z.string() })
  .meta({ id: 'OrderNote' })

const noted = { tag: 'shop orders', path: '/v1/orders/:id/notes', params: byUuid } as const

export function orderNoteRoutes(needs: Needs): readonly Route[] {
  return [listOrderNotes(needs), addOrderNote(needs)]
}

function listOrderNotes({ order }: Needs): Route {
  return route({
    ...staffRead,
    ...noted,
    name: 'listOrderNotes',
    method: 'GET',
    summary: 'What staff have told each other of an order; the customer never sees it',
    replies: { 200: listOf(noteShape) },
    async handler({ params }) {
      const { notes } = await order.listOrderNotes({ orderId: params.id })
      return answer(200, { items: notes.map((note) => ({ ...note, at: momentOf(note.at) })) })
    },
  })
}

function addOrderNote({ order }: Needs): Route {
  return route({
    ...staffWrite,
    ...noted,
    name: 'addOrderNote',
    // The notes are their own record of who wrote what when.
    audit: 'line',
    method: 'POST',
    summary: 'Writes down what other staff should know of an order',
    idempotency: 'required',
    body: z.strictObject({ text: text(200).min(1) }),
    replies: { 201: noteShape },
    async handler({ params, body, idempotencyKey }) {
      const note = await order.addOrderNote({ orderId: params.id, text: body.text, idempotencyKey })
      const shaped = { ...note, at: momentOf(note.at) }
      return answer(201, shaped, { Location: `/v1/orders/${params.id}/notes` })
    },
  })
}
