import { clock, peakHour } from '../../charts/hourLine.ts'
import { changeSentence } from '../../lib/compareWords.ts'
import type { PlacementDeepDive } from '../../lib/endpoints.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { topCompared, topShareText } from './kpis.ts'
import { texts } from './strings.ts'

/** Impressions from which an hour is called the busiest. */
const MIN_FOR_PEAK = 100

/** "Who owns this placement, and when?", answered from the data shown. */
export function answerOf(
  { data, meta }: PlacementDeepDive,
  stale: boolean,
  hours: readonly (number | null)[],
): AnswerSentence {
  const { totals } = data
  if (totals.impressions === 0) return { lead: texts.noImpressionsHereOnThese, rest: '' }
  const named = Math.min(3, totals.unique_merchants)
  const subject = named === 1 ? texts.oneMerchantGets : texts.theTopMerchantsGet(named)
  const lead = texts.ofImpressions(subject, topShareText(data, 3))
  const { compared, format, cut } = topCompared(totals.comparison, 3)
  const change = stale ? null : changeSentence(meta, compared, format, cut)
  const peak = totals.impressions < MIN_FOR_PEAK ? null : peakHour(hours)
  const busiest = peak === null ? '' : texts.busiestHour(clock(peak), clock((peak + 1) % 24))
  if (change === null) return { lead: `${lead}.`, rest: busiest }
  return { lead: `${lead},`, rest: `${change}. ${busiest}` }
}
