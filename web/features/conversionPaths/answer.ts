import { durationText } from '../../lib/durations.ts'
import type { ConversionPaths } from '../../lib/endpoints.ts'
import { count, ratio } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'

/** "How do people get to a sale?", answered from the data shown. */
export function answerOf({ data }: ConversionPaths, through: string | null): AnswerSentence {
  const { totals, touches } = data
  const where = through === null ? '' : ` through ${through}`
  if (totals.conversions === 0) return { lead: `No sale${where} on these days.`, rest: '' }
  if (totals.conversions === 1) return oneSale(data, where)
  const reached = totals.with_touch / totals.conversions
  const lead =
    totals.median_hours === null
      ? `${count(totals.conversions)} sales${where}, none with an impression before it.`
      : `Half of sales${where} happen within ${durationText(totals.median_hours)} of the credited impression.`
  const first = touches.toSorted((a, b) => b.first_touch_count - a.first_touch_count)[0]
  const start = first ? ` Most paths start on ${first.placement_name}.` : ''
  return {
    lead,
    rest: `${ratio(reached, 0)} of ${count(totals.conversions)} sales had an impression before them.${start}`,
  }
}

/** One sale is a sentence, not a percentage. */
function oneSale({ totals }: ConversionPaths['data'], where: string): AnswerSentence {
  const lead =
    totals.median_hours === null
      ? `The one sale${where} had no impression before it.`
      : `The one sale${where} happened ${durationText(totals.median_hours)} after the credited impression.`
  return { lead, rest: '' }
}
