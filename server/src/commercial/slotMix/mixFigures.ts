import { divide, round } from '@bx/contracts/metrics/metric'
import { limitStateOf, paidOf, paidPct, type SlotMixLimit, totalOf } from '@bx/contracts/metrics/paidShare'
import { addDays } from '../../lib/clock.ts'
import { sumOf } from '../../lib/sum.ts'
import type { Period } from '../../query/period.ts'
import type { SlotDay } from '../../query/slots.ts'
import type { InferredDay } from './readInferred.ts'
import { addMixes, type MixDay } from './readMixDays.ts'

// The figures of some rows: of a placement, of one of its days, or of all placements.

export interface MixFacts {
  readonly days: readonly MixDay[]
  readonly inferred: readonly InferredDay[]
  readonly slots: readonly SlotDay[]
}

/** @param gross sessions are counted without suspected invalid traffic, so gross impressions have no ad load */
export function mixFigures({ days, inferred, slots }: MixFacts, gross: boolean) {
  const mix = addMixes(days.map((day) => day.mix))
  const sessions = sumOf(slots, (row) => row.sessions)
  return {
    organic_impressions: mix.organic,
    cpi_impressions: mix.cpi,
    cpc_impressions: mix.cpc,
    cpa_impressions: mix.cpa,
    total_impressions: totalOf(mix),
    paid_pct: paidPct(mix),
    inferred_impressions: sumOf(inferred, (row) => row.impressions),
    sessions,
    ad_load: gross ? null : round(divide(paidOf(mix), sessions), 4),
  }
}

/** Every day of the range that has begun. */
export function mixDays(facts: MixFacts, limit: SlotMixLimit, { start, end, today, gross }: Period) {
  const ofDay = groupFacts(facts, ({ day }) => day)
  const rows = []
  for (let date = start; date <= end && date <= today; date = addDays(date, 1)) {
    const one = ofDay(date)
    const mix = addMixes(one.days.map((day) => day.mix))
    rows.push({ date, ...mixFigures(one, gross), limit_state: limitStateOf(mix, limit) })
  }
  return rows
}

/** Sorts the facts once; the result picks those of a placement or of a day. */
export function groupFacts(
  { days, inferred, slots }: MixFacts,
  keyOf: (row: { readonly placementId: string; readonly day: string }) => string,
): (key: string) => MixFacts {
  const byKey = [Map.groupBy(days, keyOf), Map.groupBy(inferred, keyOf), Map.groupBy(slots, keyOf)] as const
  return (key) => ({
    days: byKey[0].get(key) ?? [],
    inferred: byKey[1].get(key) ?? [],
    slots: byKey[2].get(key) ?? [],
  })
}
