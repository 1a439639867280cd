import type { Answer, Body, Endpoint, Query } from '@bx/contracts/endpoints/endpoint'
import { isIdle } from './activity.ts'
import type { Route } from './endpoints.ts'
import { texts } from './strings.ts'

/** The server's error answer. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  readonly code: string
  readonly requestId: string | null
  /** Seconds to wait, for 429 and 503. */
  readonly retryAfter: number | null
  /** Faults of the body's fields, by path. */
  readonly fields: Readonly<Record<string, string>>
  /** Unchanged from the server. */
  readonly details: unknown

  constructor(
    status: number,
    code: string,
    message: string,
    requestId: string | null,
    retryAfter: number | null,
    details: unknown = null,
  ) {
    super(message)
    this.status = status
    this.code = code
    this.requestId = requestId
    this.retryAfter = retryAfter
    this.details = details
    this.fields = fieldsOf(details)
  }
}

interface CallInput<E extends Endpoint> {
  /** Values for the braces of the path. */
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Partial<Query<E>>
  readonly body?: Body<E>
  readonly signal?: AbortSignal
}

/** Calls an endpoint of the contracts; throws ApiError for any other answer. */
export async function call<E extends Endpoint>(route: Route<E>, input: CallInput<E> = {}): Promise<Answer<E>> {
  const response = await fetch(urlOf(route, input.query, input.params), {
    method: route.method,
    credentials: 'same-origin',
    ...(input.signal ? { signal: input.signal } : {}),
    headers: {
      ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(isIdle() ? { 'x-bx-idle': '1' } : {}),
    },
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, 'offline', texts.theServerCannotBeReached, null, null)
  })
  if (response.ok) return (await response.json()) as Answer<E>
  throw await errorOf(response)
}

/** The URL of an endpoint with its query, for links such as a CSV download. */
export function urlOf<E extends Endpoint>(
  route: Route<E>,
  query: Partial<Query<E>> | undefined,
  params: Readonly<Record<string, string>> = {},
): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const entries = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString()
  return text === '' ? path : `${path}?${text}`
}

async function errorOf(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('retry-after')) || null
  const requestId = response.headers.get('x-request-id')
  const body = (await response.json().catch(() => null)) as { error?: Refusal } | null
  const { code, message } = body?.error ?? { code: 'no_answer', message: texts.theServerAnswered(response.status) }
  return new ApiError(response.status, code, message, requestId, retryAfter, body?.error?.details)
}

interface Refusal {
  readonly code: string
  readonly message: string
  readonly details?: unknown
}

function fieldsOf(details: unknown): Record<string, string> {
  if (!Array.isArray(details)) return {}
  const named = details as readonly { readonly field: string; readonly message: string }[]
  return Object.fromEntries(named.map(({ field, message }) => [field, message]))
}
