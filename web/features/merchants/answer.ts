import type { MerchantList } from '../../lib/endpoints.ts'
import { count, percentage } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/Report.tsx'

/** "Who is shown most, who is not?", from the first page as the API sorts it. */
export function answerOf({ data }: MerchantList): AnswerSentence {
  const { seen, merchants } = data.totals
  if (merchants === 0)
    return { lead: 'There are no merchants yet.', rest: 'Add them in the settings, or send them by API.' }
  const unseen = merchants - seen
  const lead = `${count(seen)} of ${count(merchants)} merchants were shown`
  const most = data.rows.toSorted((a, b) => b.impressions - a.impressions)[0]
  const top =
    most && most.impressions > 0
      ? ` ${most.merchant_name} has ${percentage(most.impression_share_pct, 1)} of all impressions.`
      : ''
  return { lead, rest: `${unseen > 0 ? `, ${count(unseen)} not at all` : ''}.${top}` }
}
