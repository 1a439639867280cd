import type { RangeMeta } from '@bx/contracts/endpoints/common'
import type { Tx } from '../db/client.ts'
import type { Days } from '../lib/clock.ts'

// How much of what an answer counts was sampled by the sending apps. A rate of 1 means no sampling.

interface SampledCounts {
  readonly impressions: number
  readonly sampled: number
  readonly weight: number
}

/** Whose impressions: of one merchant, of one placement, or all. */
export interface Sampled extends Days {
  readonly gross: boolean
  readonly merchantId?: string | undefined
  readonly placementId?: string | undefined
}

/** null if everything was sent. */
export async function readSampling(
  tx: Tx,
  { start, end, gross, merchantId, placementId }: Sampled,
): Promise<RangeMeta['sampling']> {
  const [row] = await tx<SampledCounts[]>`
    select coalesce(sum(impressions), 0)::bigint as impressions, coalesce(sum(sampled), 0)::bigint as sampled,
      coalesce(sum(weight), 0) as weight
    from ${merchantId ? tx`exposure_daily` : tx`placement_daily`}
    where day between ${start} and ${end} ${gross ? tx`` : tx`and not flagged`}
      ${merchantId ? tx`and merchant_id = ${merchantId}` : tx``}
      ${placementId ? tx`and placement_id = ${placementId}` : tx``}`
  return samplingOf([row!])
}

/** null if everything was sent. */
export function samplingOf(rows: readonly SampledCounts[]): RangeMeta['sampling'] {
  const sum = (value: (row: SampledCounts) => number) => rows.reduce((total, row) => total + value(row), 0)
  const sampled = sum((row) => row.sampled)
  if (sampled === 0) return null
  return { impressions_scaled: sum((row) => row.weight), share_sampled: sampled / sum((row) => row.impressions) }
}
