import type { Simulation } from './endpoints.ts'
import { shortCount } from './formats.ts'
import { texts } from './strings.ts'

/** Whether a deal fits, in one sentence. */
export function verdictSentence({ data }: Pick<Simulation, 'data'>): string {
  return {
    'Feasible (30% allocation)': texts.yesImpressionsFit(shortCount(data.goal)),
    'Feasible (50% allocation - HIGH RISK)': texts.atHighRiskImpressionsFit(shortCount(data.goal)),
    'Not Feasible': texts.noOfImpressionsFit(shortCount(data.delivered), shortCount(data.goal)),
  }[data.delivery_feasibility]
}
