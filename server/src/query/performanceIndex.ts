import { ALL_PLACEMENTS, UNATTRIBUTED } from '../facts/sumIds.ts'
import type { Days } from '../lib/clock.ts'
import { sumOf } from '../lib/sum.ts'
import { isWithin } from './daily.ts'
import { addOutcomes, countsIn, type OutcomeDay } from './outcomes.ts'
import type { Performance } from './performance.ts'

export interface ImpressionDay {
  readonly placementId: string
  readonly day: string
  readonly impressions: number
}

/** Impressions and outcomes, sorted by placement once: a view reads each of them several times. */
export class PerformanceIndex {
  readonly #impressions: ReadonlyMap<string, readonly ImpressionDay[]>
  readonly #outcomes: ReadonlyMap<string, readonly OutcomeDay[]>

  constructor(impressions: readonly ImpressionDay[], outcomes: readonly OutcomeDay[]) {
    this.#impressions = Map.groupBy(impressions, ({ placementId }) => placementId)
    this.#outcomes = Map.groupBy(outcomes, ({ placementId }) => placementId)
  }

  impressionsOf(placementId: string): readonly ImpressionDay[] {
    return this.#impressions.get(placementId) ?? []
  }

  outcomesOf(placementId: string): readonly OutcomeDay[] {
    return this.#outcomes.get(placementId) ?? []
  }

  /** Of one placement, or of UNATTRIBUTED: what is credited to no placement. */
  of(placementId: string, days: Days): Performance {
    return performanceOf(this.impressionsOf(placementId), this.outcomesOf(placementId), days)
  }

  /** Of all placements together, without what is credited to none. Where they overlap each sale counts once. */
  ofAll(days: Days): Performance {
    const outcomes = [...this.#outcomes].flatMap(([placementId, rows]) => {
      if (placementId === UNATTRIBUTED) return []
      return placementId === ALL_PLACEMENTS ? rows : rows.filter(({ previousDay }) => previousDay === undefined)
    })
    return performanceOf([...this.#impressions.values()].flat(), outcomes, days)
  }
}

function performanceOf(
  impressions: readonly ImpressionDay[],
  outcomes: readonly OutcomeDay[],
  days: Days,
): Performance {
  return {
    impressions: sumOf(impressions, (row) => (isWithin(row.day, days) ? row.impressions : 0)),
    outcome: addOutcomes(outcomes.filter((row) => countsIn(row, days)).map(({ outcome }) => outcome)),
  }
}
