import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { placementScorecard } from '@bx/contracts/endpoints/performance'
import type { Model } from '@bx/contracts/metrics/creditModels'
import type { Sql, Tx } from '../store/db.ts'
import { ALL, NONE } from '../store/reachKey.ts'
import { readWatermark } from '../store/watermark.ts'
import { dailyOf, isWithin, sumOf } from './daily.ts'
import { addOutcomes, conversionsOf, moneyOf, type OutcomeDay, readOutcomes } from './outcomes.ts'
import { comparisonFields, indicatorFields, type Performance, performanceFields, trackedOf } from './performance.ts'
import { performanceMeta, readPerformanceSettings } from './performanceMeta.ts'
import type { Days, Period } from './period.ts'
import { readSnapshot } from './snapshot.ts'

// Which placements work? Impressions, and the clicks and sales credited to them.

export interface PerformanceContext {
  readonly model: Model
  /** Day of the reporting zone. */
  readonly today: string
  readonly currency: string
}

interface ImpressionDay {
  readonly placementId: string
  readonly day: string
  readonly impressions: number
}

export async function readPlacementScorecard(
  sql: Sql,
  period: Period,
  context: PerformanceContext,
): Promise<Answer<typeof placementScorecard>> {
  const read = await readSnapshot(sql, (tx) => readAll(tx, period, context.model))
  const performanceIn = (days: Days, isOne: (placementId: string) => boolean): Performance => {
    const isHere = (row: { placementId: string; day: string }) => isOne(row.placementId) && isWithin(row.day, days)
    return {
      impressions: sumOf(read.impressions.filter(isHere), (row) => row.impressions),
      outcome: addOutcomes(read.outcomes.filter(isHere).map(({ outcome }) => outcome)),
    }
  }
  const comparisonOf = (isOne: (placementId: string) => boolean) => {
    const whole = period.before?.wholeDays
    return whole ? comparisonFields(performanceIn(whole.here, isOne), performanceIn(whole.before, isOne)) : null
  }
  const isPlaced = (placementId: string) => placementId !== NONE
  const nowhere = addOutcomes(
    read.outcomes.filter((row) => row.placementId === NONE && isWithin(row.day, period)).map(({ outcome }) => outcome),
  )
  return {
    data: {
      rows: read.placements.map((placement) => {
        const isOne = (placementId: string) => placementId === placement.placement_id
        const performance = performanceIn(period, isOne)
        const assisted = read.assisted.filter((row) => isOne(row.placementId))
        return {
          ...placement,
          ...performanceFields(performance),
          comparison: comparisonOf(isOne),
          assisted_conversions: trackedOf(addOutcomes(assisted.map(({ outcome }) => outcome))),
          indicators: indicatorFields(performance, read.settings.thresholds),
          daily: dailyRates(
            read.impressions.filter((row) => isOne(row.placementId)),
            read.outcomes.filter((row) => isOne(row.placementId)),
            period,
          ),
        }
      }),
      totals: {
        ...performanceFields(performanceIn(period, isPlaced)),
        comparison: comparisonOf(isPlaced),
        unattributed: {
          clicks: nowhere.clicks,
          conversions: conversionsOf(nowhere.pending + nowhere.confirmed),
          total_revenue: moneyOf(nowhere.money),
        },
      },
    },
    meta: performanceMeta(period, read.watermark, read.settings, context),
  }
}

async function readAll(tx: Tx, period: Period, model: Model) {
  const both = spanOf(period)
  const [watermark, settings, placements, impressions, outcomes, assisted] = await Promise.all([
    readWatermark(tx),
    readPerformanceSettings(tx),
    tx<{ placement_id: string; placement_name: string; tier: 'high_value' | 'standard' }[]>`
      select placement_id, placement_name, tier from placement_dim order by created_at, placement_key`,
    readImpressions(tx, both, period.gross),
    readOutcomes(tx, ALL, model, both),
    readOutcomes(tx, ALL, 'any_touch', period),
  ])
  return { watermark, settings, placements, impressions, outcomes, assisted }
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
