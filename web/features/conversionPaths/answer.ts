import { durationText } from '../../lib/durations.ts'
import type { ConversionPaths } from '../../lib/endpoints.ts'
import { count, ratio } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'

/** "How do people get to a sale?", answered from the data shown. */
export function answerOf({ data }: ConversionPaths): AnswerSentence {
  const { totals, touches } = data
  if (totals.conversions === 0) return { lead: 'No sale in these days.', rest: '' }
  const reached = totals.with_touch / totals.conversions
  const lead =
    totals.median_hours === null
      ? `${count(totals.conversions)} sales, none with an exposure before it.`
      : `Half of sales happen within ${durationText(totals.median_hours)} of the exposure that decides.`
  const first = touches.toSorted((a, b) => b.first_touch_count - a.first_touch_count)[0]
  const start = first ? ` ${first.placement_name} begins most paths.` : ''
  return {
    lead,
    rest: `${ratio(reached, 0)} of ${count(totals.conversions)} sales had an exposure before them.${start}`,
  }
}
