import type { Benchmark } from '../../lib/endpoints.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { texts } from './strings.ts'

/** "Where should this merchant be?", answered from the data shown. */
export function answerOf({ data }: Benchmark): AnswerSentence {
  const named = (recommended: string) =>
    data.rows
      .filter((row) => row.recommended_package === recommended)
      .toSorted((a, b) => (b.click_cvr_pct ?? 0) - (a.click_cvr_pct ?? 0))
      .map((row) => row.placement_name)
  const [cpa, cpc] = [named('CPA Priority'), named('CPC Candidate')]
  const few = data.rows.filter((row) => row.recommended_package === 'Not enough data')
  const rest = few.length === 0 ? '' : texts.ofPlacementsDontHaveEnough(few.length, data.rows.length)
  if (cpa.length > 0)
    return {
      lead: texts.recommendedSellOnCpa(listed(cpa)),
      rest: `${cpc.length > 0 ? texts.onCpc(listed(cpc)) : ''}${rest}`,
    }
  if (cpc.length > 0) return { lead: texts.recommendedSellOnCpc(listed(cpc)), rest }
  return {
    lead: data.rows.length === few.length ? texts.notEnoughDataToRecommend : texts.recommendedSellImpressionsCpiClicks,
    rest,
  }
}

function listed(names: readonly string[]): string {
  if (names.length <= 1) return names.join('')
  return names.length <= 3
    ? texts.and(names.slice(0, -1).join(', '), names.at(-1)!)
    : texts.andMore(names.slice(0, 2).join(', '), names.length - 2)
}
