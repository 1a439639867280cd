import { clock, peakHour } from '../../charts/hourLine.ts'
import { changeSentence } from '../../lib/compareWords.ts'
import type { PlacementDeepDive } from '../../lib/endpoints.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { topCompared, topShareText } from './kpis.ts'

/** Impressions from which an hour is called the busiest. */
const MIN_FOR_PEAK = 100

/** "Who owns this placement, and when?", answered from the data shown. */
export function answerOf(
  { data, meta }: PlacementDeepDive,
  stale: boolean,
  hours: readonly (number | null)[],
): AnswerSentence {
  const { totals } = data
  if (totals.impressions === 0) return { lead: 'No impressions here on these days.', rest: '' }
  const named = Math.min(3, totals.unique_merchants)
  const subject = named === 1 ? 'One merchant gets' : `The top ${named} merchants get`
  const lead = `${subject} ${topShareText(data, 3)} of impressions`
  const { compared, format, cut } = topCompared(totals.comparison, 3)
  const change = stale ? null : changeSentence(meta, compared, format, cut)
  const peak = totals.impressions < MIN_FOR_PEAK ? null : peakHour(hours)
  const busiest = peak === null ? '' : `Busiest hour: ${clock(peak)} – ${clock((peak + 1) % 24)}.`
  if (change === null) return { lead: `${lead}.`, rest: busiest }
  return { lead: `${lead},`, rest: `${change}. ${busiest}` }
}
