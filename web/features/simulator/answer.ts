import type { Simulation } from '../../lib/endpoints.ts'
import { count, shortCount, sumMoney } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'

/** Can we deliver this, and what does it cost us? */
export function answerOf({ data, meta }: Simulation): AnswerSentence {
  const { displaced_commission: displaced, delivered, goal } = data
  const cost =
    delivered === 0
      ? ''
      : displaced === null
        ? `How much commission it displaces is not known yet; the budget is ${sumMoney(data.deal.budget, meta.currency)}.`
        : `It displaces about ${sumMoney(displaced.mid, meta.currency)} of commission, against a budget of ${sumMoney(data.deal.budget, meta.currency)}.`
  const lead = {
    'Feasible (30% allocation)': `Yes: ${shortCount(goal)} impressions fit.`,
    'Feasible (50% allocation - HIGH RISK)': `At high risk: ${shortCount(goal)} impressions fit, but over the 30% that is safe.`,
    'Not Feasible': `No: ${shortCount(delivered)} of ${shortCount(goal)} impressions could be delivered.`,
  }[data.delivery_feasibility]
  return { lead, rest: cost }
}

/** One way to a safer verdict; null if it is safe already, or if fewer impressions do not help. */
export function adviceOf({ data }: Simulation): string | null {
  const { fewer_for_30pct: fewer, goal, delivery_feasibility: verdict } = data
  if (fewer === 0) return null
  if (fewer === goal) return verdict === 'Not Feasible' ? 'Other placements or later days may have room.' : null
  return `${count(fewer)} fewer impressions keep it within 30%.`
}
