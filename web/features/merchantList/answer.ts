import { MIN_COMPARED } from '@bx/contracts/metrics/change'
import type { MerchantList } from '../../lib/endpoints.ts'
import { count, ratio } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'

/** "Who is shown most, who is not?", answered from the data shown. */
export function answerOf({ data }: MerchantList): AnswerSentence {
  const { most_shown: most, impressions, merchants_not_shown_7d: missing, merchants_known: known } = data.totals
  const absent =
    missing === 0
      ? 'Every merchant was shown in the last 7 days.'
      : `${count(missing)} of ${count(known)} ${missing === 1 ? 'was' : 'were'} not shown in the last 7 days.`
  if (most === null) return { lead: 'No merchant had impressions on these days.', rest: absent }
  if (impressions < MIN_COMPARED)
    return {
      lead: `${count(impressions)} ${impressions === 1 ? 'impression' : 'impressions'} in these days: too few to rank merchants.`,
      rest: absent,
    }
  const share = ratio(most.impressions / impressions)
  return { lead: `${most.merchant_name} is shown most, with ${share} of impressions.`, rest: absent }
}
