import type { Estimate } from '@bx/contracts/endpoints/pricing'
import { rateInterval } from '@bx/contracts/metrics/wilson'
import type { PricingRates } from '@bx/contracts/packages/pricing'
import { plainArray, type Tx } from '../../db/client.ts'
import { ALL_MERCHANTS } from '../../facts/sumIds.ts'
import type { Days } from '../../lib/clock.ts'
import { addOutcomes, conversionsOf, readOutcomes } from '../../query/outcomes.ts'

/** Impressions, clicks and sales of a merchant, or of all, in the placements of a quote. */
export interface Achieved {
  readonly impressions: number
  readonly clicks: number
  readonly sales: number
}

/** Data from which a rate is used. */
export interface Enough {
  readonly impressions: number
  readonly clicks: number
}

interface Asked {
  /** Whole days whose sales are final. */
  readonly days: Days
  readonly merchantId: string | null
  /** Empty: all placements. */
  readonly placementIds: readonly string[]
}

export interface History {
  readonly ofMerchant: Achieved | null
  readonly ofAll: Achieved
}

export async function readAchieved(tx: Tx, { days, merchantId, placementIds }: Asked): Promise<History> {
  const [ofMerchant, ofAll] = await Promise.all([
    merchantId === null ? null : achievedBy(tx, merchantId, days, placementIds),
    achievedBy(tx, ALL_MERCHANTS, days, placementIds),
  ])
  return { ofMerchant, ofAll }
}

async function achievedBy(tx: Tx, id: string, days: Days, placementIds: readonly string[]): Promise<Achieved> {
  const isOne = id !== ALL_MERCHANTS
  const [[shown], outcomes] = await Promise.all([
    tx<{ impressions: number }[]>`
      select coalesce(sum(impressions), 0)::bigint as impressions
      from ${isOne ? tx`exposure_daily` : tx`placement_daily`}
      where day between ${days.start} and ${days.end} and not flagged ${isOne ? tx`and merchant_id = ${id}` : tx``}
        ${placementIds.length === 0 ? tx`` : tx`and placement_id = any(${plainArray(placementIds)}::uuid[])`}`,
    readOutcomes(tx, id, 'decisive_touch', days),
  ])
  const isHere = new Set(placementIds)
  const sum = addOutcomes(
    outcomes.filter(({ placementId }) => isHere.size === 0 || isHere.has(placementId)).map(({ outcome }) => outcome),
  )
  return {
    impressions: shown!.impressions,
    clicks: sum.clicks,
    sales: conversionsOf(sum.pending + sum.confirmed),
  }
}

/** Clicks per 100 impressions: of the merchant, else of all merchants, else as assumed. */
export function ctrOf(history: History, rates: PricingRates, enough: Enough): Estimate {
  return rateOf(history, (one) => (one.impressions >= enough.impressions ? [one.clicks, one.impressions] : null), {
    ...{ low: rates.ctr_pct, mid: rates.ctr_pct, high: rates.ctr_pct },
  })
}

/** Sales per 100 clicks. */
export function clickCvrOf(history: History, rates: PricingRates, enough: Enough): Estimate {
  const { cvr_low_pct: low, cvr_high_pct: high } = rates
  return rateOf(history, (one) => (one.clicks >= enough.clicks ? [one.sales, one.clicks] : null), {
    ...{ low, mid: (low + high) / 2, high },
  })
}

function rateOf(
  { ofMerchant, ofAll }: History,
  sampleOf: (achieved: Achieved) => readonly [part: number, of: number] | null,
  assumed: Pick<Estimate, 'low' | 'mid' | 'high'>,
): Estimate {
  const own = ofMerchant && sampleOf(ofMerchant)
  const [part, of] = own ?? sampleOf(ofAll) ?? [0, 0]
  const interval = rateInterval(part, of)
  if (interval === null || part === 0)
    return { ...assumed, basis: 'assumed', of: 'price_list', note: 'Too little history: the price list’s assumption' }
  const pct = (share: number) => Number((share * 100).toFixed(4))
  return {
    ...{ low: pct(interval.low), mid: pct(part / of), high: pct(interval.high), basis: 'history' },
    of: own === null ? 'all_merchants' : 'merchant',
    note: own === null ? 'Rate of all merchants in these placements' : 'Rate of this merchant in these placements',
  }
}
