import { clock, peakHour } from '../../charts/hourLine.ts'
import { moreOrLess, overFullDays, shareChange } from '../../lib/compareWords.ts'
import type { PlacementDeepDive } from '../../lib/endpoints.ts'
import { percentage } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'

const NUMBERS = ['No', 'One', 'Two', 'Three']

/** "Who owns this placement, and when?", answered from the data shown. */
export function answerOf(
  { data, meta }: PlacementDeepDive,
  stale: boolean,
  hours: readonly (number | null)[],
): AnswerSentence {
  const { totals, concentration } = data
  if (totals.impressions === 0) return { lead: 'Nothing was shown here in these days.', rest: '' }
  const named = Math.min(3, totals.unique_merchants)
  const takes = named === 1 ? 'merchant takes' : 'merchants take'
  const lead = `${NUMBERS[named]} ${takes} ${percentage(concentration.top_3_share_pct, 1)} of impressions`
  const compared = stale ? null : totals.comparison
  const more = compared && moreOrLess(shareChange(compared.top_3_share_pct, compared.top_3_share_before_pct))
  const over = overFullDays(meta)
  const peak = peakHour(hours)
  const busiest = peak === null ? '' : `The busiest hour starts at ${clock(peak)}.`
  if (!more) return { lead: `${lead}.`, rest: busiest }
  return { lead: `${lead},`, rest: `${more} than the period before${over && ` ${over}`}. ${busiest}` }
}
