import { durationText } from '../../lib/durations.ts'
import type { ConversionPaths } from '../../lib/endpoints.ts'
import { count, ratio } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { texts } from './strings.ts'

/** "How do people get to a sale?", answered from the data shown. */
export function answerOf({ data }: ConversionPaths, through: string | null): AnswerSentence {
  const { totals, touches } = data
  const where = through === null ? '' : texts.through(through)
  if (totals.conversions === 0) return { lead: texts.noSaleOnTheseDays(where), rest: '' }
  if (totals.conversions === 1) return oneSale(data, where)
  const reached = totals.with_touch / totals.conversions
  const lead =
    totals.median_hours === null
      ? texts.salesNoneWithAnImpression(count(totals.conversions), where)
      : texts.halfOfSalesHappenWithin(where, durationText(totals.median_hours))
  const first = touches.toSorted((a, b) => b.first_touch_count - a.first_touch_count)[0]
  const start = first ? texts.mostPathsStartOn(first.placement_name) : ''
  return {
    lead,
    rest: texts.ofSalesHadAnImpression(ratio(reached, 0), count(totals.conversions), start),
  }
}

/** One sale is a sentence, not a percentage. */
function oneSale({ totals }: ConversionPaths['data'], where: string): AnswerSentence {
  const lead =
    totals.median_hours === null
      ? texts.theOneSaleHadNo(where)
      : texts.theOneSaleHappenedAfter(where, durationText(totals.median_hours))
  return { lead, rest: '' }
}
