import type { Simulation } from '../../lib/endpoints.ts'
import { count, shortCount } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { sum } from './money.ts'

/** Can we deliver this, and what does it cost us? */
export function answerOf({ data, meta }: Simulation): AnswerSentence {
  const { displaced_commission: displaced, delivered, goal } = data
  const cost =
    delivered === 0
      ? ''
      : displaced === null
        ? `How much commission it displaces is not known yet; the budget is ${sum(data.deal.budget_minor, meta)}.`
        : `It displaces about ${sum(displaced.mid, meta)} of commission, against a budget of ${sum(data.deal.budget_minor, meta)}.`
  const lead = {
    'Feasible (30% allocation)': `Yes: ${shortCount(goal)} impressions fit.`,
    'Feasible (50% allocation - HIGH RISK)': `At high risk: ${shortCount(goal)} impressions fit, but over the 30% that is safe.`,
    'Not Feasible': `No: ${shortCount(delivered)} of ${shortCount(goal)} impressions could be delivered.`,
  }[data.delivery_feasibility]
  return { lead, rest: cost }
}

/** One way to a safer verdict; null when there is nothing to make safer, or no way by fewer impressions. */
export function adviceOf({ data }: Simulation): string | null {
  const { fewer_for_30pct: fewer, goal, delivery_feasibility: verdict } = data
  if (fewer === 0) return null
  if (fewer === goal) return verdict === 'Not Feasible' ? 'Other placements or later days may have room.' : null
  return `${count(fewer)} fewer impressions keep it within 30%.`
}
