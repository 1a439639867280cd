// Sends batches until they are taken: network errors, 408, 429 and 5xx are tried again with backoff and full jitter
// (or when Retry-After says), other refusals never. A batch keeps its event ids, so a lost answer costs nothing.

export interface Batch {
  readonly path: string
  readonly body: object
}

export interface TransportOptions {
  readonly endpoint: string
  readonly writeKey: string
  readonly fetch: typeof fetch
  readonly wait: (ms: number) => Promise<void>
}

/** Backoff: up to 1 s, 2 s, 4 s .. 60 s. After this many tries (about half an hour) the batch is given up. */
const MAX_TRIES = 40
const LONGEST_WAIT_MS = 60_000

/** Resolves true when the server took the batch, false when it was refused or given up. Never rejects. */
export async function send(options: TransportOptions, { path, body }: Batch): Promise<boolean> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const answer = await post(options, path, body)
    if (answer === 202) return true
    if (typeof answer === 'number' && answer !== 408 && answer !== 429 && answer < 500) return false
    const backoff = Math.random() * Math.min(LONGEST_WAIT_MS, 1000 * 2 ** attempt)
    await options.wait(answer !== null && typeof answer === 'object' ? Math.max(answer.retryAfterMs, backoff) : backoff)
  }
  return false
}

type Answer = number | { readonly retryAfterMs: number } | null

async function post({ endpoint, writeKey, fetch }: TransportOptions, path: string, body: object): Promise<Answer> {
  try {
    const response = await fetch(endpoint + path, {
      method: 'POST',
      keepalive: true,
      // text/plain and the key in the body: no preflight, and the same form as the page-hide beacon.
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ ...body, write_key: writeKey }),
    })
    const seconds = Number(response.headers.get('retry-after'))
    return response.status >= 429 && seconds > 0 ? { retryAfterMs: seconds * 1000 } : response.status
  } catch {
    return null
  }
}
