import { z } from 'zod'
import { Fault } from '#kit/fault.ts'
import { readFormFile } from '#kit/http/form-file.ts'
import { answer, noBody, rawBody, route } from '#kit/http/route.ts'
import type { Clients } from '../../clients.ts'
import { text } from './input.ts'
import { anyone, frameOf, type OldRoute } from './old-route.ts'
import type { Pictures } from './pictures.ts'

interface Needs extends Pick<Clients, 'catalog'> {
  readonly pictures: Pictures
}

const pictureBytesMax = 2 * 1024 * 1024
/** What a form adds around its file. */
const formBytesMax = 16 * 1024

export function commonRoutes(needs: Needs): readonly OldRoute[] {
  return [
    uploadRoute(needs),
    downloadRoute(needs, 'GET /admin/common/download'),
    downloadRoute(needs, 'GET /user/common/download'),
  ]
}

/**
 * The console and the mini program send pictures to one address. The old page takes every 2xx as done, so
 * a refusal has to be another.
 */
function uploadRoute({ catalog, pictures }: Needs): OldRoute {
  return () =>
    route({
      ...frameOf('POST /admin/common/upload', {
        who: 'any',
        summary: '文件上传',
        isLoud: true,
        words: { BODY_TOO_LARGE: '图片过大，上传失败', BODY_INVALID: '文件上传失败' },
      }),
      body: rawBody,
      bodyBytesMax: pictureBytesMax + formBytesMax,
      replies: { 200: z.strictObject({ code: z.literal(1), msg: z.null(), data: z.string() }) },
      async handler({ headers, body }) {
        const file = await readFormFile(headers['content-type'] ?? '', body, 'file')
        if (!file) throw new Fault('invalid', 'BODY_INVALID', 'The form has no field named file')
        const { imageId } = await catalog.putImage(file)
        return answer(200, { code: 1, msg: null, data: pictures.addressOfId(imageId) })
      },
    })
}

/** Open to everybody: an `img` sends no header. A picture's name is the hash of its content. */
function downloadRoute(
  { catalog }: Needs,
  call: 'GET /admin/common/download' | 'GET /user/common/download',
): OldRoute {
  return () =>
    route({
      ...frameOf(call, { who: anyone, summary: '图片下载', isLoud: true }),
      query: z.object({ name: text(128) }),
      body: noBody,
      replies: { 200: { media: 'image/webp' } },
      async handler({ query }) {
        const { body } = await catalog.getImage({ imageId: query.name })
        return answer(200, body, {
          'Cache-Control': 'public, max-age=31536000, immutable',
          'Content-Security-Policy': "default-src 'none'; sandbox",
        })
      },
    })
}
