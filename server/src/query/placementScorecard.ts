import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { placementScorecard } from '@bx/contracts/endpoints/performance'
import type { Model } from '@bx/contracts/metrics/creditModels'
import type { Sql, Tx } from '../store/db.ts'
import { ALL, NONE } from '../store/reachKey.ts'
import { readWatermark } from '../store/watermark.ts'
import { dailyOf, isWithin } from './daily.ts'
import { addOutcomes, conversionsOf, moneyOf, type OutcomeDay, readOutcomes } from './outcomes.ts'
import { comparisonFields, indicatorFields, type Performance, performanceFields, trackedOf } from './performance.ts'
import { type ImpressionDay, PerformanceIndex } from './performanceIndex.ts'
import { performanceMeta, readPerformanceSettings } from './performanceMeta.ts'
import type { Days, Period } from './period.ts'
import { readSampling } from './sampling.ts'
import { readSnapshot } from './snapshot.ts'

// Which placements work? Impressions, and the clicks and sales credited to them.

export interface PerformanceContext {
  readonly model: Model
  /** Day of the reporting zone. */
  readonly today: string
  readonly currency: string
}

export async function readPlacementScorecard(
  sql: Sql,
  period: Period,
  context: PerformanceContext,
): Promise<Answer<typeof placementScorecard>> {
  const read = await readSnapshot(sql, (tx) => readAll(tx, period, context.model))
  const index = new PerformanceIndex(read.impressions, read.outcomes)
  const assisted = Map.groupBy(read.assisted, ({ placementId }) => placementId)
  const whole = period.before?.wholeDays
  const compare = (performanceIn: (days: Days) => Performance) =>
    whole ? comparisonFields(performanceIn(whole.here), performanceIn(whole.before)) : null
  const nowhere = index.of(NONE, period).outcome
  return {
    data: {
      rows: read.placements.map((placement) => {
        const id = placement.placement_id
        const performance = index.of(id, period)
        return {
          ...placement,
          ...performanceFields(performance),
          comparison: compare((days) => index.of(id, days)),
          assisted_conversions: trackedOf(addOutcomes((assisted.get(id) ?? []).map(({ outcome }) => outcome))),
          indicators: indicatorFields(performance, read.settings.thresholds),
          daily: dailyRates(index.impressionsOf(id), index.outcomesOf(id), period),
        }
      }),
      totals: {
        ...performanceFields(index.ofAll(period)),
        comparison: compare((days) => index.ofAll(days)),
        unattributed: {
          clicks: nowhere.clicks,
          conversions: conversionsOf(nowhere.pending + nowhere.confirmed),
          total_revenue: moneyOf(nowhere.money),
        },
      },
    },
    meta: performanceMeta(period, read, context),
  }
}

async function readAll(tx: Tx, period: Period, model: Model) {
  const both = spanOf(period)
  const [watermark, settings, sampling, placements, impressions, outcomes, assisted] = await Promise.all([
    readWatermark(tx),
    readPerformanceSettings(tx),
    readSampling(tx, period),
    tx<{ placement_id: string; placement_name: string; tier: 'high_value' | 'standard' }[]>`
      select placement_id, placement_name, tier from placement_dim order by created_at, placement_key`,
    readImpressions(tx, both, period.gross),
    readOutcomes(tx, ALL, model, both),
    readOutcomes(tx, ALL, 'any_touch', period),
  ])
  return { watermark, settings, sampling, placements, impressions, outcomes, assisted }
}

/** First to last day of the period and, where it is compared, the one before. */
export function spanOf(period: Period): Days {
  const before = period.before?.wholeDays?.before
  return { start: before && before.start < period.start ? before.start : period.start, end: period.end }
}

async function readImpressions(tx: Tx, days: Days, gross: boolean): Promise<ImpressionDay[]> {
  const rows = await tx<{ placementId: string; days: [string, number][] }[]>`
    select placement_id as "placementId", json_agg(json_build_array(day, impressions)) as days
    from placement_daily
    where day between ${days.start} and ${days.end} ${gross ? tx`` : tx`and not flagged`}
    group by 1`
  return rows.flatMap(({ placementId, days: values }) =>
    values.map(([day, impressions]) => ({ placementId, day, impressions })),
  )
}

function dailyRates(impressions: readonly ImpressionDay[], outcomes: readonly OutcomeDay[], period: Period) {
  const byDay = Map.groupBy(outcomes, ({ day }) => day)
  return dailyOf(
    impressions.filter(({ day }) => isWithin(day, period)),
    period,
  ).map((row) => {
    const outcome = addOutcomes((byDay.get(row.day) ?? []).map((one) => one.outcome))
    return { ...row, clicks: outcome.clicks, conversions: trackedOf(outcome), total_revenue: moneyOf(outcome.money) }
  })
}
