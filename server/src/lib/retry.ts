/** Resolves after `ms`, or immediately when `signal` aborts. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
    function done() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
  })
}

/** Full jitter: a random wait up to `base * 2^attempt`, at most `cap`, milliseconds. */
export function backoffMs(attempt: number, base = 50, cap = 2000): number {
  return Math.random() * Math.min(cap, base * 2 ** attempt)
}
