import type { ReportMeta } from './endpoints.ts'

/** Figures more than this many seconds behind are stale, and are not compared with the previous period. */
const STALE_SECONDS = 60

type Read = Pick<ReportMeta, 'complete_to' | 'answered_at'>

/** Seconds between the watermark and the reading of the figures, both by the server's clock, because the user's may be wrong. */
export function secondsBehind({ complete_to, answered_at }: Read): number {
  return Math.max(0, (Date.parse(answered_at) - Date.parse(complete_to)) / 1000)
}

export function isStale(meta: Read): boolean {
  return secondsBehind(meta) > STALE_SECONDS
}
