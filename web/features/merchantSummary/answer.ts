import { countChange, overFullDays } from '../../lib/compareWords.ts'
import type { MerchantSummary } from '../../lib/endpoints.ts'
import { average, ratio, shortCount } from '../../lib/formats.ts'
import { reachText } from '../../ui/explanations.ts'
import type { AnswerSentence } from '../../ui/View.tsx'

/** "What did this merchant get?", answered from the data shown. */
export function answerOf({ data, meta }: MerchantSummary, stale: boolean): AnswerSentence {
  const { totals, placements, merchant } = data
  if (totals.impressions === 0) return { lead: `${merchant.merchant_name} was not shown in these days.`, rest: '' }
  const people = `${reachText(totals, shortCount)} ${totals.unique_users === 1 ? 'person' : 'people'}`
  const lead = `${shortCount(totals.impressions)} impressions to ${people}, ${average(totals.frequency)} each`
  const [first] = placements.toSorted((a, b) => b.impressions - a.impressions)
  const where = `${ratio(first!.impressions / totals.impressions)} of them in ${first!.placement_name}.`
  const moved =
    stale || !totals.comparison
      ? null
      : countChange(totals.comparison.impressions, totals.comparison.impressions_before)
  if (moved?.direction !== 'up' && moved?.direction !== 'down') return { lead: `${lead}.`, rest: where }
  const over = overFullDays(meta)
  const text = `${moved.direction} ${moved.text.replace(/^[+\u2212]/, '')}`
  return { lead: `${lead},`, rest: `${text} on the period before${over && ` ${over}`}. ${where}` }
}
