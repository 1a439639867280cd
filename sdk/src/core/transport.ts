export interface Answer {
  readonly status: number
  readonly retryAfter: string | null
}

/** Below 0: final. Else: retry after at least this many milliseconds. */
export type Outcome = number
export const TAKEN = -1
/** A retry of this request would be rejected. */
export const REFUSED = -2
/** Every request of this page would be rejected: the key is unknown, or not allowed for this origin. */
export const STOPPED = -3

/** Never rejects. Network errors, 408, 429 and 5xx are retried, other errors are not. */
export async function attempt(post: () => Promise<Answer>): Promise<Outcome> {
  try {
    const { status, retryAfter } = await post()
    if (status === 408 || status === 429 || status >= 500) return retryAfterMs(retryAfter ?? '')
    return status < 400 ? TAKEN : status === 401 || status === 403 ? STOPPED : REFUSED
  } catch {
    return 0
  }
}

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000
const LONGEST_RETRY_AFTER_MS = 3_600_000

/** Full jitter, so that a thousand pages do not retry at the same time; added to the delay that the server asked for. */
export function backoffMs(failures: number, retryAfter: number): number {
  return retryAfter + Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1))
}

/** Retry-After is seconds or a date. */
function retryAfterMs(text: string): number {
  const ms = Number(text) * 1000 || Date.parse(text) - Date.now() || 0
  return Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, ms))
}
