/** Figures more than this many seconds behind are called stale, and are not compared with the period before. */
const STALE_SECONDS = 60

/** Seconds between the figures' watermark and the moment the answer came. */
export function secondsBehind(meta: { readonly complete_to: string }, answeredAt: number): number {
  return Math.max(0, (answeredAt - Date.parse(meta.complete_to)) / 1000)
}

export function isStale(meta: { readonly complete_to: string }, answeredAt: number): boolean {
  return secondsBehind(meta, answeredAt) > STALE_SECONDS
}
