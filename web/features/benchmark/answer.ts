import type { Benchmark } from '../../lib/endpoints.ts'
import type { AnswerSentence } from '../../ui/View.tsx'

/** "Where should this merchant be?", answered from the data shown. */
export function answerOf({ data }: Benchmark): AnswerSentence {
  const named = (recommended: string) =>
    data.rows
      .filter((row) => row.recommended_package === recommended)
      .toSorted((a, b) => (b.click_cvr_pct ?? 0) - (a.click_cvr_pct ?? 0))
      .map((row) => row.placement_name)
  const [cpa, cpc, few] = [named('CPA Priority'), named('CPC Candidate'), named('Not enough data')]
  const rest = few.length === 0 ? '' : `${few.length} of ${data.rows.length} placements don’t have enough data yet.`
  if (cpa.length > 0)
    return {
      lead: `Recommended: sell ${listed(cpa)} on CPA.`,
      rest: `${cpc.length > 0 ? `${listed(cpc)} on CPC. ` : ''}${rest}`,
    }
  if (cpc.length > 0) return { lead: `Recommended: sell ${listed(cpc)} on CPC.`, rest }
  return {
    lead:
      data.rows.length === few.length
        ? 'Not enough data to recommend a package.'
        : 'Recommended: sell impressions (CPI); clicks and sales are expected to bring less.',
    rest,
  }
}

function listed(names: readonly string[]): string {
  if (names.length <= 1) return names.join('')
  return names.length <= 3
    ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
    : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`
}
