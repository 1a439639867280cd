import type { MerchantList } from '../../lib/endpoints.ts'
import { count, ratio } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { isNotShown } from './notShown.ts'

/** "Who is shown most, who is not?", answered from the data shown. */
export function answerOf({ data, meta }: MerchantList): AnswerSentence {
  const { rows, totals } = data
  const missing = rows.filter((row) => isNotShown(row, meta)).length
  const absent =
    missing === 0
      ? 'Every merchant was shown in the last 7 days.'
      : `${count(missing)} of ${count(rows.length)} ${missing === 1 ? 'was' : 'were'} not shown in the last 7 days.`
  const [first] = rows.toSorted((a, b) => b.impressions - a.impressions)
  if (first === undefined || totals.impressions === 0)
    return { lead: 'No merchant was shown in these days.', rest: absent }
  const share = ratio(first.impressions / totals.impressions)
  return { lead: `${first.merchant_name} is shown most, with ${share} of impressions.`, rest: absent }
}
