import type { Model } from '@bx/contracts/metrics/creditModels'
import type { Money } from '@bx/contracts/money'
import type { Tx } from '../db/client.ts'
import { UNATTRIBUTED } from '../facts/sumIds.ts'
import type { Days } from '../lib/clock.ts'
import { saturated } from '../lib/saturate.ts'
import { isWithin } from './daily.ts'

/** Clicks and sales of one placement and day, as the rollups hold them: credit in millionths. */
export interface OutcomeDay {
  /** UNATTRIBUTED: credited to no placement. ALL_PLACEMENTS: under any touch, the sum over all placements. */
  readonly placementId: string
  readonly day: string
  /** Under any touch: the previous day on which the same sales were touched there. Placements overlap. */
  readonly previousDay?: string
  readonly outcome: Outcome
}

export interface Outcome {
  readonly clicks: number
  /** Clicks that repeat a counted one. */
  readonly repeated: number
  readonly pending: number
  readonly confirmed: number
  readonly rejected: number
  readonly refunded: number
  readonly clickThrough: number
  /** Of pending and confirmed sales. */
  readonly money: Money
}

export const NO_OUTCOME: Outcome = {
  clicks: 0,
  repeated: 0,
  pending: 0,
  confirmed: 0,
  rejected: 0,
  refunded: 0,
  clickThrough: 0,
  money: 0n,
}

export function addOutcomes(outcomes: Iterable<Outcome>): Outcome {
  const sum: { -readonly [K in keyof Outcome]: Outcome[K] } = { ...NO_OUTCOME }
  for (const one of outcomes) {
    sum.clicks += one.clicks
    sum.repeated += one.repeated
    sum.pending += one.pending
    sum.confirmed += one.confirmed
    sum.rejected += one.rejected
    sum.refunded += one.refunded
    sum.clickThrough += one.clickThrough
    sum.money += one.money
  }
  return sum
}

/** Under any touch a sale counts once in a range: on the first of its touched days in it. */
export function countsIn({ day, previousDay }: OutcomeDay, days: Days): boolean {
  return isWithin(day, days) && (previousDay === undefined || previousDay < days.start)
}

type OutcomeValues = readonly [
  day: string,
  pending: number,
  confirmed: number,
  rejected: number,
  refunded: number,
  clickThrough: number,
  money: number,
  previousDay?: string,
]

/**
 * Outcomes by placement and day, clicks included.
 * @param merchantId a merchant, or ALL_MERCHANTS
 */
export async function readOutcomes(tx: Tx, merchantId: string, model: Model, days: Days): Promise<OutcomeDay[]> {
  const [sales, clicks] = await Promise.all([
    model === 'any_touch' ? readAnyTouch(tx, merchantId, days) : readCredited(tx, merchantId, model, days),
    tx<{ placementId: string; days: [string, number, number][] }[]>`
      select placement_id as "placementId", json_agg(json_build_array(day, clicks, repeated)) as days
      from click_daily where merchant_id = ${merchantId} and day between ${days.start} and ${days.end} group by 1`,
  ])
  return [
    ...sales,
    ...clicks.flatMap(({ placementId, days: rows }) =>
      rows.map(([day, clicks, repeated]) => ({ placementId, day, outcome: { ...NO_OUTCOME, clicks, repeated } })),
    ),
  ]
}

/** Of each placement, and of all together; sales without a touch are the same under every model. */
async function readAnyTouch(tx: Tx, merchantId: string, days: Days): Promise<OutcomeDay[]> {
  const [touched, rest] = await Promise.all([
    tx<PlacementRows[]>`
      select placement_id as "placementId", json_agg(${valuesOf(tx)} || jsonb_build_array(previous_day)) as days
      from touch_daily where merchant_id = ${merchantId} and day between ${days.start} and ${days.end} group by 1`,
    readCredited(tx, merchantId, 'decisive_touch', days, UNATTRIBUTED),
  ])
  return [...outcomesOf(touched), ...rest]
}

async function readCredited(
  tx: Tx,
  merchantId: string,
  model: Model,
  days: Days,
  only?: string,
): Promise<OutcomeDay[]> {
  return outcomesOf(
    await tx<PlacementRows[]>`
      select placement_id as "placementId", json_agg(${valuesOf(tx)}) as days from outcome_daily
      where merchant_id = ${merchantId} and model = ${model} and day between ${days.start} and ${days.end}
        ${only === undefined ? tx`` : tx`and placement_id = ${only}`}
      group by 1`,
  )
}

/** One row a placement: many small rows cost the driver more than their content. */
interface PlacementRows {
  readonly placementId: string
  readonly days: readonly OutcomeValues[]
}

function valuesOf(tx: Tx) {
  return tx`jsonb_build_array(day, pending, confirmed, rejected, refunded, click_through,
    ${tx.unsafe(saturated('pending_commission + confirmed_commission'))})`
}

function outcomesOf(placements: readonly PlacementRows[]): OutcomeDay[] {
  return placements.flatMap(({ placementId, days }) =>
    days.map(([day, pending, confirmed, rejected, refunded, clickThrough, money, previousDay]) => ({
      ...{ placementId, day, ...(previousDay === undefined ? {} : { previousDay }) },
      outcome: { ...NO_OUTCOME, pending, confirmed, rejected, refunded, clickThrough, money: BigInt(money) },
    })),
  )
}

/** Converts millionths to conversions. */
export function conversionsOf(millionths: number): number {
  return millionths / 1_000_000
}
