import { Fault } from '../fault.ts'

/** A file of a form: what it says it is, and its bytes. */
export interface FormFile {
  readonly contentType: string
  readonly body: Uint8Array
}

/** The file in one field of a multipart form; undefined where the field is absent or holds text. */
export async function readFormFile(
  contentType: string,
  form: Uint8Array,
  field: string,
): Promise<FormFile | undefined> {
  const file = (await readForm(contentType, form)).get(field)
  if (!(file instanceof Blob)) return undefined
  return { contentType: file.type, body: new Uint8Array(await file.arrayBuffer()) }
}

async function readForm(contentType: string, form: Uint8Array): Promise<FormData> {
  try {
    return await new Response(Buffer.from(form), { headers: { 'content-type': contentType } }).formData()
  } catch (cause) {
    throw new Fault('invalid', 'BODY_INVALID', 'The body is not a form with files', { cause })
  }
}
