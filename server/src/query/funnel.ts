import { ctr } from '@bx/contracts/metrics/ctr'
import { cvrPerClick } from '@bx/contracts/metrics/cvrPerClick'
import { percent } from '@bx/contracts/metrics/metric'
import { UNATTRIBUTED } from '../facts/sumIds.ts'
import { addOutcomes, conversionsOf, type OutcomeDay } from './outcomes.ts'
import { trackedOf } from './performance.ts'

/** Impressions, their credited clicks and the sales, by the decisive touch; unattributed ones are shown separately. */
export function funnelOf(impressions: number, outcomes: readonly OutcomeDay[]) {
  const sum = (isPlaced: boolean) =>
    addOutcomes(outcomes.filter((row) => (row.placementId !== UNATTRIBUTED) === isPlaced).map(({ outcome }) => outcome))
  const [placed, nowhere] = [sum(true), sum(false)]
  const conversions = trackedOf(placed)
  return {
    impressions,
    clicks: placed.clicks,
    conversions,
    ctr_pct: percent(ctr(placed.clicks, impressions)),
    click_cvr_pct: percent(cvrPerClick(conversions, placed.clicks)),
    confirmed_conversions: conversionsOf(placed.confirmed),
    open_conversions: conversionsOf(placed.pending),
    rejected_conversions: conversionsOf(placed.rejected + placed.refunded),
    click_through_conversions: conversionsOf(placed.clickThrough),
    unattributed_clicks: nowhere.clicks,
    unattributed_conversions: trackedOf(nowhere),
  }
}
