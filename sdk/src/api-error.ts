export interface FieldError {
  /** JSON pointer into the body; `?name` for a query parameter, `{name}` for a part of the path. */
  readonly pointer: string
  readonly detail: string
}

/** An error answer of the server: problem+json (RFC 9457), or as many of its fields as the answer had. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** HTTP status; 0: there was no answer. */
  readonly status: number
  /** For programs. A code never changes its meaning. */
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly errors: readonly FieldError[]
  readonly requestId: string | null
  /** Seconds to wait before trying again, if the server said so. */
  readonly retryAfter: number | null
  /** With `precondition_failed`: what is stored now, as a `get` answers it. */
  readonly current: unknown

  constructor(problem: {
    status: number
    code: string
    title: string
    detail: string
    errors?: readonly FieldError[]
    requestId?: string | null
    retryAfter?: number | null
    current?: unknown
    cause?: unknown
  }) {
    super(`${problem.title}: ${problem.detail}`, { cause: problem.cause })
    this.status = problem.status
    this.code = problem.code
    this.title = problem.title
    this.detail = problem.detail
    this.errors = problem.errors ?? []
    this.requestId = problem.requestId ?? null
    this.retryAfter = problem.retryAfter ?? null
    this.current = problem.current
  }
}

/** Compares names, not classes: a program that both imports and requires the package has two copies of the class. */
export function isApiError(error: unknown, code?: string): error is ApiError {
  if (!(error instanceof Error) || error.name !== 'ApiError') return false
  return code === undefined || (error as ApiError).code === code
}

/** Reads other formats too: answers of a proxy, and OAuth errors (RFC 6749, 5.2). */
export async function readApiError(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '')
  const said = parseObject(text)
  const problem = isOAuthError(said) ? { code: said.error, title: noToken, detail: said.error_description } : said
  return new ApiError({
    status: response.status,
    code: textOr(problem.code, 'unexpected_answer'),
    title: textOr(problem.title, response.statusText || `HTTP ${response.status}`),
    detail: textOr(problem.detail, `The server answered ${response.status}.`),
    errors: readFieldErrors(said.errors),
    requestId: textOr(said.requestId, response.headers.get('x-request-id') ?? '') || null,
    retryAfter: readRetryAfter(response.headers.get('retry-after')),
    current: said.current,
  })
}

const noToken = 'No access token was given'

function isOAuthError({ code, error }: Readonly<Record<string, unknown>>): boolean {
  return code === undefined && typeof error === 'string' && /^[a-z_]+$/.test(error)
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise
}

function readFieldErrors(value: unknown): readonly FieldError[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null) return []
    const { pointer, detail } = item as Record<string, unknown>
    return typeof pointer === 'string' && typeof detail === 'string' ? [{ pointer, detail }] : []
  })
}

function readRetryAfter(header: string | null): number | null {
  if (header === null) return null
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null
}
