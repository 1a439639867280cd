import type { Simulation } from '../../lib/endpoints.ts'
import { count, shortCount, sumMoney } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'

/** Can we deliver this, and what does it cost us? */
export function answerOf({ data, meta }: Simulation): AnswerSentence {
  const { displaced_commission: displaced, delivered, goal } = data
  const price = sumMoney(data.delivered_price, meta.currency)
  const cost =
    delivered === 0
      ? ''
      : displaced === null
        ? `They cost ${price}; the commission they displace is not known yet.`
        : `They cost ${price} and displace about ${sumMoney(displaced.mid, meta.currency)} of commission.`
  const lead = {
    'Feasible (30% allocation)': `Yes: ${shortCount(goal)} impressions fit.`,
    'Feasible (50% allocation - HIGH RISK)': `At high risk: ${shortCount(goal)} impressions fit, but over the 30% that is safe.`,
    'Not Feasible': `No: ${shortCount(delivered)} of ${shortCount(goal)} impressions fit.`,
  }[data.delivery_feasibility]
  return { lead, rest: cost }
}

/** One way to a safer verdict; null if it is safe already, or if fewer impressions do not help. */
export function adviceOf({ data }: Simulation): string | null {
  const { fewer_for_30pct: fewer, goal, delivery_feasibility: verdict } = data
  if (fewer === 0) return null
  if (fewer === goal) return verdict === 'Not Feasible' ? 'Other placements or later days may have room.' : null
  return `To stay within 30%, sell at most ${count(goal - fewer)}.`
}
