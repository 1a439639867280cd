import type { CommercialOverview } from '../../lib/endpoints.ts'
import { count, ratio, sumMoney } from '../../lib/formats.ts'
import { readMoney } from '../../lib/readMoney.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { texts } from './strings.ts'

/** What is sold, how much of it is delivered, and what is at risk, in two sentences. */
export function answerOf({ data, meta }: CommercialOverview): AnswerSentence {
  const { sold_packages: sold, at_risk_packages: risky } = data
  if (sold === 0) return { lead: texts.nothingIsSold, rest: texts.simulateADeal }
  const money = (amount: string) => sumMoney(amount, meta.currency)
  const share = ratio(shareOf(data.delivered, data.booked))
  return {
    lead: `${texts.booked(money(data.booked), count(sold), sold === 1)}, ${texts.deliveredSoFar(money(data.delivered), share)}.`,
    rest: risky === 0 ? texts.allOnCourse : texts.atRiskIn(money(data.at_risk), count(risky), risky === 1),
  }
}

/** Of two amounts in wire format; null if the whole is 0. */
export function shareOf(part: string, whole: string): number | null {
  const all = readMoney(whole)
  return all === 0n ? null : Number(readMoney(part)) / Number(all)
}
