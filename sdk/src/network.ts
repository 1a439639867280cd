import { clockOffset } from './core/clock.ts'
import type { Answer } from './core/transport.ts'

const CONFIG_WAIT_MS = 3000

/** How far the device's clock is behind the server's. Without an answer it is used as it is. */
export async function askOffset(endpoint: string): Promise<number> {
  try {
    const asked = Date.now()
    const signal = AbortSignal.timeout?.(CONFIG_WAIT_MS)
    const response = await fetch(`${endpoint}/api/exposure/config`, { credentials: 'omit', signal })
    const answered = Date.now()
    return clockOffset((await response.json()).data.server_time, asked, answered)
  } catch {
    return 0
  }
}

export interface Post {
  readonly url: string
  readonly body: string
  readonly keepalive: boolean
  readonly isLeaving: boolean
}

/** A string body is text/plain and the key is in it: no preflight, which a page that is left could not await. */
export async function postBatch({ url, body, keepalive, isLeaving }: Post): Promise<Answer> {
  // Browsers without keepalive cancel the requests of a page that is left; a beacon's answer is not known.
  if (isLeaving && !('keepalive' in Request.prototype) && navigator.sendBeacon(url, body))
    return { status: 202, retryAfter: null }
  const response = await fetch(url, { method: 'POST', body, keepalive, credentials: 'omit' })
  // For the engineer who instruments the page: what the server did not take, and why.
  void response
    .json()
    .then(({ error, rejected }) => (error || rejected[0]) && console.warn('[bx]', error || rejected))
    .catch(() => {})
  return { status: response.status, retryAfter: response.headers.get('retry-after') }
}
