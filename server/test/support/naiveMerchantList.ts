import type { Period } from '../../src/query/period.ts'
import { type Dims, distinct, percentOf, type Raw, type RawExposure, ratio, reachOf, shownIn } from './naive.ts'
import { reconciliation, wholeDayFigures } from './naiveAnswers.ts'
import { wallClock } from './naiveCalendar.ts'

/** Every merchant there is; rows in the order of `dims`. */
export function naiveMerchantList(raw: Raw, dims: Dims, period: Period, keptFrom: string) {
  const shown = shownIn(raw, period)
  const whole = period.before?.wholeDays
  const [here, before] = whole ? [shownIn(raw, period, whole.here), shownIn(raw, period, whole.before)] : [[], []]
  const of = (events: readonly RawExposure[], id: string) => events.filter((e) => e.merchantId === id)
  const ever = raw.exposures.filter((e) => period.gross || !e.flagged)
  return {
    rows: dims.merchants.map(({ merchant_id, merchant_name, category }) => {
      const own = of(shown, merchant_id)
      const reach = reachOf(own)
      const days = of(ever, merchant_id).map((e) => wallClock(period.timeZone, e.at).day)
      return {
        merchant_id,
        merchant_name,
        category,
        impressions: own.length,
        impression_share_pct: percentOf(own.length, shown.length),
        ...reach,
        frequency: ratio(own.length, reach.unique_users),
        comparison: whole
          ? { impressions: of(here, merchant_id).length, impressions_before: of(before, merchant_id).length }
          : null,
        last_shown_day: days.sort().at(-1) ?? null,
      }
    }),
    totals: {
      impressions: shown.length,
      merchants_shown: distinct(shown.map((e) => e.merchantId)),
      ...reachOf(shown),
      frequency: ratio(shown.length, reachOf(shown).unique_users),
      comparison: whole ? wholeDayFigures(here, before, whole.before.start >= keptFrom) : null,
    },
    reconciliation: reconciliation(raw, period),
  }
}
