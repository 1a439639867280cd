import { MIN_COMPARED } from '@bx/contracts/metrics/change'
import { changeSentence } from '../../lib/compareWords.ts'
import type { MerchantSummary } from '../../lib/endpoints.ts'
import { average, ratio, shortCount } from '../../lib/formats.ts'
import { reachText } from '../../ui/explanations.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { comparisonsOf } from './figures.ts'
import { texts } from './strings.ts'

/** "What did this merchant get?", answered from the data shown. */
export function answerOf({ data, meta }: MerchantSummary, stale: boolean): AnswerSentence {
  const { totals, placements, merchant } = data
  if (totals.impressions === 0) return { lead: texts.hadNoImpressionsOnThese(merchant.merchant_name), rest: '' }
  const people = texts.peopleOf(reachText(totals, shortCount), totals.unique_users === 1)
  const times = totals.impressions === 1 ? 'once' : texts.times(shortCount(totals.impressions))
  const lead = texts.seenByTimesEach(times, people, average(totals.frequency))
  // The share of a few impressions says nothing.
  if (totals.impressions < MIN_COMPARED)
    return { lead: `${lead}.`, rest: texts.tooFewImpressionsToSay(merchant.merchant_name) }
  const [first] = placements.toSorted((a, b) => b.impressions - a.impressions)
  const where = texts.on(ratio(first!.impressions / totals.impressions), first!.placement_name)
  const { compared, cut } = comparisonsOf(totals).impressions
  const change = stale ? null : changeSentence(meta, compared, shortCount, cut)
  if (change === null) return { lead: `${lead}.`, rest: where }
  return { lead: `${lead},`, rest: `${change}. ${where}` }
}
