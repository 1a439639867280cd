import { setTimeout as sleep } from 'node:timers/promises'

export interface Outgoing {
  readonly url: string
  readonly key: string
  readonly userAgent: string
  readonly origin?: string | undefined
  readonly body: string
}

export type Answer =
  | { readonly kind: 'accepted'; readonly accepted: number; readonly rejected: number }
  /** A 4xx other than 429: a retry would not help. */
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'aborted' }

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
const TIMEOUT_MS = 30_000

/**
 * Sends until the server gives a final answer: 429, 5xx and network errors are retried without limit, after Retry-After if the
 * server sends it, else after 0.5 s, doubling up to 30 s.
 */
export async function sendRequest(request: Outgoing, signal: AbortSignal, onRetry: () => void): Promise<Answer> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    const outcome = await tryOnce(request, signal)
    if ('kind' in outcome) return outcome
    if (signal.aborted) break
    const waitMs = outcome.retryAfterMs ?? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10))
    onRetry()
    await sleep(waitMs, undefined, { signal }).catch(() => {})
  }
  return { kind: 'aborted' }
}

async function tryOnce(
  { url, key, userAgent, origin, body }: Outgoing,
  signal: AbortSignal,
): Promise<Answer | { retryAfterMs: number | undefined }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${key}`, 'content-type': 'application/json', 'user-agent': userAgent },
        ...(origin === undefined ? {} : { origin }),
      },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    if (response.ok) return receipt(await response.json())
    await response.body?.cancel()
    if (response.status !== 429 && response.status < 500) return { kind: 'refused', status: response.status }
    return { retryAfterMs: retryAfter(response.headers.get('retry-after')) }
  } catch {
    return { retryAfterMs: undefined } // no connection, or no answer in time: retry
  }
}

function receipt(body: unknown): Answer {
  const { accepted, rejected } = body as { accepted: number; rejected: readonly unknown[] }
  return { kind: 'accepted', accepted, rejected: rejected.length }
}

/** Seconds; our server never sends a date. */
function retryAfter(header: string | null): number | undefined {
  const seconds = Number(header ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}
