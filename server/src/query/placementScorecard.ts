import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { placementScorecard } from '@bx/contracts/endpoints/performance'
import type { Model } from '@bx/contracts/metrics/creditModels'
import { moneyText } from '@bx/contracts/money'
import type { Sql, Tx } from '../db/client.ts'
import { ALL_MERCHANTS, UNATTRIBUTED } from '../facts/sumIds.ts'
import { readWatermark } from '../facts/watermark.ts'
import type { Days } from '../lib/clock.ts'
import { dailyCountsOf, isWithin } from './daily.ts'
import { readFinality } from './finality.ts'
import { addOutcomes, type OutcomeDay, readOutcomes } from './outcomes.ts'
import { comparisonFields, indicatorFields, type Performance, performanceFields, trackedOf } from './performance.ts'
import { type ImpressionDay, PerformanceIndex } from './performanceIndex.ts'
import { performanceMeta, readPerformanceSettings } from './performanceMeta.ts'
import type { Period } from './period.ts'
import { readPlacements } from './placements.ts'
import { readSampling } from './sampling.ts'
import { readSnapshot } from './snapshot.ts'
import { readUnattributed, unattributedFields } from './unattributed.ts'

// Which placements work: impressions, and the clicks and sales credited to them.

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
  const { currency } = context
  const read = await readSnapshot(sql, (tx) => readAll(tx, period, context))
  const index = new PerformanceIndex(read.impressions, read.outcomes)
  const assisted = new PerformanceIndex([], read.assisted)
  const whole = period.before?.wholeDays
  const compare = (performanceIn: (days: Days) => Performance) =>
    whole ? comparisonFields(performanceIn(whole.here), performanceIn(whole.before), currency) : null
  const nowhere = index.of(UNATTRIBUTED, period).outcome
  return {
    data: {
      rows: read.placements.map((placement) => {
        const id = placement.placement_id
        const performance = index.of(id, period)
        return {
          ...placement,
          ...performanceFields(performance, currency),
          comparison: compare((days) => index.of(id, days)),
          assisted_conversions: trackedOf(assisted.of(id, period).outcome),
          indicators: indicatorFields(performance, read.settings.thresholds),
          daily: dailyFields(
            { impressions: index.impressionsOf(id), outcomes: index.outcomesOf(id) },
            period,
            currency,
          ),
        }
      }),
      totals: {
        ...performanceFields(index.ofAll(period), currency),
        comparison: compare((days) => index.ofAll(days)),
        assisted_conversions: trackedOf(assisted.ofAll(period).outcome),
        repeated_clicks: index.ofAll(period).outcome.repeated + nowhere.repeated,
        unattributed: unattributedFields(nowhere, read.unattributed, currency),
      },
    },
    meta: performanceMeta(period, read, context),
  }
}

async function readAll(tx: Tx, period: Period, { model, currency }: PerformanceContext) {
  const both = spanOf(period)
  const [watermark, settings, sampling, placements, impressions, outcomes, assisted, unattributed, finality] =
    await Promise.all([
      readWatermark(tx),
      readPerformanceSettings(tx, currency),
      readSampling(tx, period),
      readPlacements(tx),
      readImpressions(tx, both, period.gross),
      readOutcomes(tx, ALL_MERCHANTS, model, both),
      readOutcomes(tx, ALL_MERCHANTS, 'any_touch', period),
      readUnattributed(tx, ALL_MERCHANTS, period),
      readFinality(tx, { merchantId: ALL_MERCHANTS, model }, period),
    ])
  return { watermark, settings, sampling, placements, impressions, outcomes, assisted, unattributed, finality }
}

/** First to last day of the period and, if it is compared, the one before. */
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

interface PlacementDays {
  readonly impressions: readonly ImpressionDay[]
  readonly outcomes: readonly OutcomeDay[]
}

function dailyFields({ impressions, outcomes }: PlacementDays, period: Period, currency: string) {
  const byDay = Map.groupBy(outcomes, ({ day }) => day)
  return dailyCountsOf(
    impressions.filter(({ day }) => isWithin(day, period)),
    period,
  ).map((row) => {
    const outcome = addOutcomes((byDay.get(row.day) ?? []).map((one) => one.outcome))
    const total_revenue = moneyText(outcome.money, currency)
    return { ...row, clicks: outcome.clicks, conversions: trackedOf(outcome), total_revenue }
  })
}
