import type { MerchantSummary } from '../../lib/endpoints.ts'
import { average, countChange, date, days, shortCount } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/Report.tsx'

/** "What did this merchant get?", from the data shown. */
export function answerOf({ data, meta }: MerchantSummary, isStale: boolean): AnswerSentence {
  const { totals, placements } = data
  if (totals.impressions === 0) {
    return { lead: 'This merchant was not shown in these days.', rest: `No impression from ${date(meta.start)} on.` }
  }
  const where = `${placements.length} placement${placements.length === 1 ? '' : 's'}`
  const lead = `Shown ${shortCount(totals.impressions)} times to ${shortCount(totals.unique_users)} people in ${where}`
  const times = totals.frequency === null ? '' : ` Each person saw it ${average(totals.frequency)} times.`
  return { lead, rest: `${isStale ? '' : shift(data.totals, meta)}.${times}` }
}

function shift({ comparison }: MerchantSummary['data']['totals'], meta: MerchantSummary['meta']): string {
  if (comparison === null || comparison.impressions_before === 0) return ''
  const { text, direction } = countChange(comparison.impressions, comparison.impressions_before)
  const whole = meta.compare?.reach_days
  const over = whole ? ` over ${days(whole.start, whole.end)} full days` : ''
  if (direction === 'none') return `, no clear change${over}`
  return `, ${direction === 'up' ? 'up' : 'down'} ${text.replace(/^[+\u2212]/, '')}${over}`
}
