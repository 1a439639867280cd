import type { PlacementDeepDive } from '../../lib/endpoints.ts'

export interface ShareRow {
  readonly id: string
  readonly name: string
  readonly impressions: number
  /** Percent of the placement's impressions. */
  readonly share: number | null
  readonly before: number | null
  /** Shares up to and including this row, percent. */
  readonly running: number
  readonly isOther: boolean
}

/** The ten largest merchants and everyone else, with the running total; the last row reaches 100. */
export function shareRows({ data }: PlacementDeepDive): ShareRow[] {
  const total = data.concentration.total_impressions
  const named = data.top_merchants.map((row) => ({
    id: row.merchant_id,
    name: row.merchant_name,
    impressions: row.impressions,
    share: row.impression_share_pct,
    before: row.impression_share_before_pct,
    isOther: false,
  }))
  const { other } = data
  const rest = {
    id: 'other',
    name: `${other.merchants} merchant${other.merchants === 1 ? '' : 's'}`,
    impressions: other.impressions,
    share: other.impression_share_pct,
    before: other.impression_share_before_pct,
    isOther: true,
  }
  let running = 0
  return [...named, ...(other.merchants > 0 ? [rest] : [])].map((row) => {
    running += row.impressions
    return { ...row, running: total > 0 ? (running / total) * 100 : 0 }
  })
}
