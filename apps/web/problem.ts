/** A refusal as the API words it, or a request that never got an answer. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  /** 0 where no answer came. */
  readonly status: number
  readonly details: Readonly<Record<string, string>>
  /** What support needs to find it. */
  readonly traceId: string

  constructor(told: { code: string; status: number; title: string; details?: object; traceId?: string }) {
    super(told.title)
    this.code = told.code
    this.status = told.status
    this.details = (told.details ?? {}) as Problem['details']
    this.traceId = told.traceId ?? ''
  }
}

/** No answer came: the request may have been obeyed or not. */
export function unreachable(): Problem {
  return new Problem({ code: 'UNREACHABLE', status: 0, title: '' })
}

/** What an answer that is no success says. */
export async function problemIn(response: Response): Promise<Problem> {
  const told = await response.json().catch(() => ({}))
  return new Problem({
    code: String(told.code ?? `HTTP_${response.status}`),
    status: response.status,
    title: String(told.title ?? ''),
    details: told.details,
    traceId: told.traceId,
  })
}
