import { MIN_COMPARED } from '@bx/contracts/metrics/change'
import type { MerchantList } from '../../lib/endpoints.ts'
import { count, ratio } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { texts } from './strings.ts'

/** "Who is shown most, who is not?", answered from the data shown. */
export function answerOf({ data }: MerchantList): AnswerSentence {
  const { most_shown: most, impressions, merchants_not_shown_7d: missing, merchants_known: known } = data.totals
  const absent =
    missing === 0 ? texts.everyMerchantWasShown : texts.ofWereNotShown(count(missing), count(known), missing === 1)
  if (most === null) return { lead: texts.noMerchantHadImpressions, rest: absent }
  if (impressions < MIN_COMPARED)
    return {
      lead: texts.impressionsInTheseDaysToo(count(impressions), impressions === 1),
      rest: absent,
    }
  const share = ratio(most.impressions / impressions)
  return { lead: texts.isShownMost(most.merchant_name, share), rest: absent }
}
