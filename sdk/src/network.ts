import { clockOffset } from './core/clock.ts'
import type { Answer } from './core/transport.ts'

const CONFIG_WAIT_MS = 3000

/** The server's configuration for every page: GET /api/exposure/config. */
export interface ServerConfig {
  /** Milliseconds by which the device's clock is behind the server's. */
  readonly offset: number
  /** Share of users whose exposures are sent. */
  readonly sampleRate: number
  /** Without consent, events are sent without any id, instead of not at all. */
  readonly isAnonymousAllowed: boolean
}

export const NO_ANSWER: ServerConfig = { offset: 0, sampleRate: 1, isAnonymousAllowed: false }

export type Fetch = typeof fetch

/** Without an answer, the known values remain. Bypasses the browser's cache, because the answer contains the time. */
export async function askConfig(endpoint: string, known: ServerConfig, request = fetch): Promise<ServerConfig> {
  try {
    const asked = performance.now()
    const signal = AbortSignal.timeout?.(CONFIG_WAIT_MS)
    const response = await request(`${endpoint}/api/exposure/config`, {
      credentials: 'omit',
      cache: 'no-store',
      signal,
    })
    const answered = Date.now()
    const way = performance.now() - asked
    const { server_time, sample_rate, without_consent } = (await response.json()).data
    return {
      offset: clockOffset(server_time, answered - way, answered),
      sampleRate: sample_rate,
      isAnonymousAllowed: without_consent === 'anonymous',
    }
  } catch {
    return known
  }
}

/** The server's answer to a batch: rejected events, unknown fields, or why it rejected the whole request. */
export interface Receipt {
  readonly ignored?: readonly { readonly field: string; readonly did_you_mean?: string }[]
  readonly rejected?: readonly { readonly event_id: string | null; readonly code: string; readonly message: string }[]
  readonly error?: { readonly code: string; readonly message: string }
}

export interface Answered extends Answer {
  readonly receipt: Receipt
}

/**
 * A string body is text/plain and contains the key, so there is no preflight, which a page that is left could not await.
 * Browsers without keepalive lose the answer on such a page; the next page sends the stored events again.
 */
export async function postBatch(
  url: string,
  body: string,
  keepalive: boolean,
  request: Fetch = fetch,
): Promise<Answered> {
  const send = () => request(url, { method: 'POST', body, keepalive, credentials: 'omit' })
  const response = await send().catch((error) => {
    if (!keepalive) throw error
    // The host page may have used up the shared keepalive budget.
    keepalive = false
    return send()
  })
  // Read to the end: only then does Chromium release the request's share of the keepalive budget.
  const receipt: Receipt = await response.json().catch(() => ({}))
  return { status: response.status, retryAfter: response.headers.get('retry-after'), receipt }
}
