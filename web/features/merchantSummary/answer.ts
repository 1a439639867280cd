import { MIN_COMPARED } from '@bx/contracts/metrics/change'
import { changeSentence } from '../../lib/compareWords.ts'
import type { MerchantSummary } from '../../lib/endpoints.ts'
import { average, ratio, shortCount } from '../../lib/formats.ts'
import { reachText } from '../../ui/explanations.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { comparisonsOf } from './figures.ts'

/** "What did this merchant get?", answered from the data shown. */
export function answerOf({ data, meta }: MerchantSummary, stale: boolean): AnswerSentence {
  const { totals, placements, merchant } = data
  if (totals.impressions === 0) return { lead: `${merchant.merchant_name} had no impressions on these days.`, rest: '' }
  const people = `${reachText(totals, shortCount)} ${totals.unique_users === 1 ? 'person' : 'people'}`
  const times = totals.impressions === 1 ? 'once' : `${shortCount(totals.impressions)} times`
  const lead = `Seen ${times} by ${people} (${average(totals.frequency)} times each)`
  // The share of a few impressions says nothing.
  if (totals.impressions < MIN_COMPARED)
    return { lead: `${lead}.`, rest: `Too few impressions to say where ${merchant.merchant_name} is shown most.` }
  const [first] = placements.toSorted((a, b) => b.impressions - a.impressions)
  const where = `${ratio(first!.impressions / totals.impressions)} on ${first!.placement_name}.`
  const { compared, cut } = comparisonsOf(totals).impressions
  const change = stale ? null : changeSentence(meta, compared, shortCount, cut)
  if (change === null) return { lead: `${lead}.`, rest: where }
  return { lead: `${lead},`, rest: `${change}. ${where}` }
}
