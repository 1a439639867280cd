import type { Model } from '@bx/contracts/metrics/creditModels'
import type { Tx } from '../store/db.ts'
import type { Days } from './period.ts'

/** Clicks and sales of one placement and day, as the rollups hold them: credit in millionths, money in ten-thousandths. */
export interface OutcomeDay {
  /** NONE: credited to no placement. */
  readonly placementId: string
  readonly day: string
  readonly outcome: Outcome
}

export interface Outcome {
  readonly clicks: number
  readonly pending: number
  readonly confirmed: number
  readonly rejected: number
  readonly refunded: number
  readonly clickThrough: number
  /** Of pending and confirmed sales. */
  readonly money: number
}

export const NO_OUTCOME: Outcome = {
  clicks: 0,
  pending: 0,
  confirmed: 0,
  rejected: 0,
  refunded: 0,
  clickThrough: 0,
  money: 0,
}

export function addOutcomes(outcomes: Iterable<Outcome>): Outcome {
  const sum: { -readonly [K in keyof Outcome]: number } = { ...NO_OUTCOME }
  for (const one of outcomes) {
    sum.clicks += one.clicks
    sum.pending += one.pending
    sum.confirmed += one.confirmed
    sum.rejected += one.rejected
    sum.refunded += one.refunded
    sum.clickThrough += one.clickThrough
    sum.money += one.money
  }
  return sum
}

type OutcomeValues = readonly [string, number, number, number, number, number, number]

/**
 * Outcomes by placement and day, clicks included.
 * @param merchantId a merchant, or ALL
 */
export async function readOutcomes(tx: Tx, merchantId: string, model: Model, days: Days): Promise<OutcomeDay[]> {
  // One row a placement: many small rows cost the driver more than what is in them.
  const [sales, clicks] = await Promise.all([
    tx<{ placementId: string; days: OutcomeValues[] }[]>`
      select placement_id as "placementId", json_agg(json_build_array(day, pending, confirmed, rejected, refunded,
        click_through, pending_commission + confirmed_commission)) as days
      from outcome_daily
      where merchant_id = ${merchantId} and model = ${model} and day between ${days.start} and ${days.end}
      group by 1`,
    tx<{ placementId: string; days: [string, number][] }[]>`
      select placement_id as "placementId", json_agg(json_build_array(day, clicks)) as days
      from click_daily where merchant_id = ${merchantId} and day between ${days.start} and ${days.end} group by 1`,
  ])
  return [
    ...sales.flatMap(({ placementId, days: rows }) =>
      rows.map(([day, pending, confirmed, rejected, refunded, clickThrough, money]) => {
        return { placementId, day, outcome: { clicks: 0, pending, confirmed, rejected, refunded, clickThrough, money } }
      }),
    ),
    ...clicks.flatMap(({ placementId, days: rows }) =>
      rows.map(([day, n]) => ({ placementId, day, outcome: { ...NO_OUTCOME, clicks: n } })),
    ),
  ]
}

/** The conversions themselves, of millionths. */
export function conversionsOf(millionths: number): number {
  return millionths / 1_000_000
}

/** Money in the currency, of ten-thousandths. */
export function moneyOf(tenThousandths: number): number {
  return tenThousandths / 10_000
}
