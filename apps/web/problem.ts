interface Told {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly details?: object
  readonly traceId?: string
  /** Where the request is not as it should be: `/optionGroups/0/name`. */
  readonly errors?: readonly { readonly pointer: string }[]
}

/** A refusal as the API words it, or a request that never got an answer. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  /** 0 where no answer came. */
  readonly status: number
  readonly details: Readonly<Record<string, string>>
  /** What support needs to find it. */
  readonly traceId: string
  /** What of the request is to be mended, as the API names it; empty where it is nothing in particular. */
  readonly field: string

  constructor(told: Told) {
    super(told.title)
    this.code = told.code
    this.status = told.status
    this.details = (told.details ?? {}) as Problem['details']
    this.traceId = told.traceId ?? ''
    this.field = this.details.field ?? told.errors?.[0]?.pointer.split('/')[1] ?? ''
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
    errors: told.errors,
  })
}
