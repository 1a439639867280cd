import type { Simulation } from '../../lib/endpoints.ts'
import { count, sumMoney } from '../../lib/formats.ts'
import { verdictSentence } from '../../lib/verdictSentence.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { texts } from './strings.ts'

/** Can we deliver this, and what does it cost us? */
export function answerOf({ data, meta }: Simulation): AnswerSentence {
  const { displaced_commission: displaced, delivered } = data
  const price = sumMoney(data.delivered_price, meta.currency)
  const cost =
    delivered === 0
      ? ''
      : displaced === null
        ? texts.theyCostTheCommissionThey(price)
        : texts.theyCostAndDisplaceAbout(price, sumMoney(displaced.mid, meta.currency))
  return { lead: verdictSentence({ data }), rest: cost }
}

/** One way to a safer verdict; null if it is safe already, or if fewer impressions do not help. */
export function adviceOf({ data }: Simulation): string | null {
  const { fewer_for_30pct: fewer, goal, delivery_feasibility: verdict } = data
  if (fewer === 0) return null
  if (fewer === goal) return verdict === 'Not Feasible' ? texts.otherPlacementsOrLaterDays : null
  return texts.toStayWithin30Percent(count(goal - fewer))
}
