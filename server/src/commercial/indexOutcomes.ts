import { conversionsOf, type OutcomeDay } from '../query/outcomes.ts'

/** Clicks and tracked sales of a placement. */
export interface Achieved {
  readonly clicks: number
  readonly conversions: number
}

/** Outcomes by placement: commission of each day, and clicks and sales since a day. */
export function indexOutcomes(rows: readonly OutcomeDay[]) {
  const byPlacement = Map.groupBy(rows, ({ placementId }) => placementId)
  return {
    /**
     * Tracked commission credited to impressions of a day, ten-thousandths of the currency: a number, for estimates.
     */
    commissionOf(placementId: string): (day: string) => number {
      const days = new Map<string, number>()
      for (const { day, outcome } of byPlacement.get(placementId) ?? [])
        days.set(day, (days.get(day) ?? 0) + Number(outcome.money))
      return (day) => days.get(day) ?? 0
    },
    since(start: string): Map<string, Achieved> {
      return new Map([...byPlacement].map(([placementId, ofPlacement]) => [placementId, sumSince(ofPlacement, start)]))
    },
  }
}

function sumSince(rows: readonly OutcomeDay[], start: string): Achieved {
  const recent = rows.filter(({ day }) => day >= start).map(({ outcome }) => outcome)
  return {
    clicks: recent.reduce((sum, { clicks }) => sum + clicks, 0),
    conversions: conversionsOf(recent.reduce((sum, { pending, confirmed }) => sum + pending + confirmed, 0)),
  }
}
