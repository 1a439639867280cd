import { CREDIT_MODELS, MODELS, type Model } from '@bx/contracts/metrics/creditModels'
import { percent } from '@bx/contracts/metrics/metric'
import { addMoney, moneyText } from '@bx/contracts/money'
import type { Tx } from '../db/client.ts'
import { UNATTRIBUTED } from '../facts/sumIds.ts'
import type { Days } from '../lib/clock.ts'
import { sumOf } from '../lib/sum.ts'
import { conversionsOf } from './outcomes.ts'

// How each model shares out the sales of a range. By the day of the sale, so that all models share the same sales.

type Commission = `${Model}_commission`
/**
 * Tracked sales of a placement under each model, millionths, and their commission as text, ten-thousandths.
 * UNATTRIBUTED: no touch.
 */
export type PlacementCredits = { readonly placementId: string } & Readonly<Record<Model, number>> &
  Readonly<Record<Commission, string>>

const SUMS = MODELS.map(
  (model) => `sum(${model})::bigint as ${model}, sum(${model}_commission)::text as ${model}_commission`,
).join(', ')

/** @param passedPlacement only sales that passed this placement; null: all */
export async function readModels(tx: Tx, merchantId: string, days: Days, passedPlacement: string | null) {
  const credited =
    passedPlacement === null ? tx`credit_daily where true` : tx`path_credit_daily where through_id = ${passedPlacement}`
  const [credits, [state]] = await Promise.all([
    tx<PlacementCredits[]>`
      select placement_id as "placementId", ${tx.unsafe(SUMS)} from ${credited}
        and merchant_id = ${merchantId} and day between ${days.start} and ${days.end} group by 1`,
    tx<{ isCounting: boolean }[]>`select credited_to is not null as "isCounting" from attribution_state`,
  ])
  return { credits, isCounting: state!.isCounting }
}

/** All models side by side, and how much each differs from the decisive touch. */
export function compareModels(
  { credits, isCounting }: Awaited<ReturnType<typeof readModels>>,
  names: ReadonlyMap<string, string>,
  currency: string,
) {
  const rows = credits
    .filter(({ placementId }) => placementId !== UNATTRIBUTED)
    .sort((a, b) => b.decisive_touch - a.decisive_touch || (a.placementId < b.placementId ? -1 : 1))
  const unattributed = credits.find(({ placementId }) => placementId === UNATTRIBUTED)
  const creditsOf = (model: Model) => rows.map((row) => row[model])
  return {
    rows: rows.map((row) => ({
      placement_id: row.placementId,
      placement_name: names.get(row.placementId) ?? row.placementId,
      credits: forEachModel((model) => conversionsOf(row[model])),
      commission: forEachModel((model) => moneyText(BigInt(row[`${model}_commission`]), currency)),
    })),
    unattributed: salesOf(unattributed ? [unattributed] : [], currency),
    totals: salesOf(credits, currency),
    disagreement_pct: forEachModel((model) => percent(distance(creditsOf(model), creditsOf(CREDIT_MODELS[0])), 1)),
    is_counting: isCounting,
  }
}

/** The same under every model. */
function salesOf(credits: readonly PlacementCredits[], currency: string) {
  return {
    conversions: conversionsOf(sumOf(credits, (row) => row.decisive_touch)),
    total_revenue: moneyText(addMoney(credits.map((row) => BigInt(row.decisive_touch_commission))), currency),
  }
}

function forEachModel<T>(value: (model: Model) => T): Record<Model, T> {
  return Object.fromEntries(MODELS.map((model) => [model, value(model)])) as Record<Model, T>
}

/** Half the sum of absolute differences of shares, 0..1 (total variation distance); null without credit. */
function distance(a: readonly number[], b: readonly number[]): number | null {
  const [sumA, sumB] = [a, b].map((values) => values.reduce((sum, value) => sum + value, 0)) as [number, number]
  if (sumA === 0 || sumB === 0) return null
  return a.reduce((sum, value, i) => sum + Math.abs(value / sumA - b[i]! / sumB), 0) / 2
}
