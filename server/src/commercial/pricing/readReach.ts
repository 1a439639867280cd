import type { Estimate } from '@bx/contracts/endpoints/pricing'
import { type PricingRates, shareOf } from '@bx/contracts/packages/pricing'
import type { Tx } from '../../db/client.ts'
import { ALL_MERCHANTS, ALL_PLACEMENTS } from '../../facts/sumIds.ts'
import type { Days } from '../../lib/clock.ts'
import { readUnions, unionOf } from '../../query/reach.ts'
import type { DaySketchMemory } from '../../reach/daySketchMemory.ts'
import { reachOf } from '../../reach/unionSketches.ts'
import { type Reached, reachFor } from './reachCurve.ts'

/** Merchants that a curve is fitted to: enough for a range, few enough to read while somebody types. */
const MERCHANTS = 24

export interface ReachHistory {
  readonly audience: number
  readonly merchants: readonly Reached[]
}

/** What merchants of all sizes reached in these days. */
export async function readReachHistory(tx: Tx, days: Days, memory: DaySketchMemory): Promise<ReachHistory> {
  const shown = await tx<{ id: string; impressions: number }[]>`
    with sums as (
      select merchant_id, sum(impressions)::bigint as impressions from merchant_daily
      where day between ${days.start} and ${days.end} and not flagged group by 1
    ), placed as (
      select *, row_number() over (order by impressions desc, merchant_id) - 1 as place, count(*) over () as all from sums
    )
    select merchant_id as id, impressions from placed
    where place % greatest(1, ceil(placed.all / ${MERCHANTS}::float8)::int) = 0 order by place`
  if (shown.length === 0) return { audience: 0, merchants: [] }
  const ofAll = { merchantId: ALL_MERCHANTS, placementId: ALL_PLACEMENTS, days, gross: false }
  const merchantIds = shown.map(({ id }) => id)
  const [all, each] = await Promise.all([
    readUnions(tx, ofAll, memory),
    readUnions(tx, { merchantId: ALL_MERCHANTS, merchantIds, days, gross: false }, memory),
  ])
  return {
    audience: reachOf(unionOf(all.get(ALL_PLACEMENTS))).users,
    merchants: shown.map(({ id, impressions }) => ({ impressions, people: reachOf(unionOf(each.get(id))).users })),
  }
}

/** People that some impressions reach: from the curve, else as assumed. */
export function reachEstimate(impressions: number, history: ReachHistory, rates: PricingRates): Estimate {
  const found = reachFor(impressions, history.audience, history.merchants)
  if (found !== null)
    return { ...found, basis: 'history', of: 'all_merchants', note: 'From what merchants of all sizes reached here' }
  const people = shareOf(impressions, rates.reach_pct)
  const note = `Too little history of this size: ${rates.reach_pct} people per 100 impressions`
  return { low: people, mid: people, high: people, basis: 'assumed', of: 'price_list', note }
}
