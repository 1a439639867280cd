import { clockOffset } from './core/clock.ts'
import type { Answer } from './core/transport.ts'

const CONFIG_WAIT_MS = 3000

/** What the server says to every page: GET /api/exposure/config. */
export interface ServerConfig {
  /** How far the device's clock is behind the server's. */
  readonly offset: number
  /** Share of users whose exposures are sent. */
  readonly sampleRate: number
  /** Events of visitors without consent go without any id of theirs, instead of nowhere. */
  readonly isAnonymousAllowed: boolean
}

export const NO_ANSWER: ServerConfig = { offset: 0, sampleRate: 1, isAnonymousAllowed: false }

/** Without an answer the clock is used as it is, all exposures are sent, and none without consent. */
export async function askConfig(endpoint: string): Promise<ServerConfig> {
  try {
    const asked = Date.now()
    const signal = AbortSignal.timeout?.(CONFIG_WAIT_MS)
    const response = await fetch(`${endpoint}/api/exposure/config`, { credentials: 'omit', signal })
    const answered = Date.now()
    const { server_time, sample_rate, without_consent } = (await response.json()).data
    return {
      offset: clockOffset(server_time, asked, answered),
      sampleRate: sample_rate,
      isAnonymousAllowed: without_consent === 'anonymous',
    }
  } catch {
    return NO_ANSWER
  }
}

/**
 * A string body is text/plain and the key is in it: no preflight, which a page that is left could not await. Browsers
 * without keepalive lose the answer of such a page; what was sent is kept, and sent again by the next.
 */
export async function postBatch(url: string, body: string, keepalive: boolean): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', body, keepalive, credentials: 'omit' })
  // Chromium gives the share of a keepalive request back when its answer has been read, not before.
  response.text().catch(() => {})
  return { status: response.status, retryAfter: response.headers.get('retry-after') }
}
