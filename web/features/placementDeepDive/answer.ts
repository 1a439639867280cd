import { averageDay, clock, peakOf } from '../../charts/hoursLine.ts'
import type { PlacementDeepDive } from '../../lib/endpoints.ts'
import { date, percentage, pointChange } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/Report.tsx'

const WORDS = ['No', 'One', 'Two', 'Three'] as const

/** "Who owns this placement, and when?", from the data shown. */
export function answerOf({ data, meta }: PlacementDeepDive, isStale: boolean): AnswerSentence {
  const { concentration, totals, top_merchants: merchants } = data
  if (totals.impressions === 0) {
    return { lead: 'Nothing was shown here in these days.', rest: `No impression from ${date(meta.start)} on.` }
  }
  const named = Math.min(3, merchants.length)
  const takes = named === 1 ? 'merchant takes' : 'merchants take'
  const lead = `${WORDS[named]} ${takes} ${percentage(concentration.top_3_share_pct, 1)} of impressions`
  const peak = peakOf(averageDay(data.hours, 'all'))
  const busiest = peak === null ? '' : ` The busiest hour starts at ${clock(peak)}.`
  return { lead, rest: `${isStale ? '' : shift(data)}.${busiest}`.replace(/^\./, '.') }
}

function shift({ concentration, totals }: PlacementDeepDive['data']): string {
  const before = totals.comparison?.top_3_share_before_pct ?? null
  if (before === null || concentration.top_3_share_pct === null) return ''
  const { text, direction } = pointChange(concentration.top_3_share_pct / 100, before / 100)
  if (direction === 'none') return ', as in the period before'
  return `, ${text.replace(/^[+\u2212]/, '')} ${direction === 'up' ? 'more' : 'less'} than the period before`
}
