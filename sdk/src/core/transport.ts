export interface Answer {
  readonly status: number
  readonly retryAfter: string | null
}

/** Null: taken, or refused for good. A number: try again, not before so many milliseconds. */
export type Outcome = number | null

/** Never rejects. Network errors, 408, 429 and 5xx are worth another try, other refusals never. */
export async function attempt(post: () => Promise<Answer>): Promise<Outcome> {
  try {
    const { status, retryAfter } = await post()
    return status === 408 || status === 429 || status >= 500 ? retryAfterMs(retryAfter ?? '') : null
  } catch {
    return 0
  }
}

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000
const LONGEST_RETRY_AFTER_MS = 3_600_000

/** Full jitter, so that a thousand pages do not come back in step; on top of what the server asked for. */
export function backoffMs(failures: number, retryAfter: number): number {
  return retryAfter + Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1))
}

/** Retry-After is seconds or a date. */
function retryAfterMs(text: string): number {
  const ms = Number(text) * 1000 || Date.parse(text) - Date.now() || 0
  return Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, ms))
}
