import type { Simulation } from '../../lib/endpoints.ts'
import { ratio } from '../../lib/formats.ts'
import { texts } from './strings.ts'

/** Section of the meter, 0..1, with one verdict. */
export interface Zone {
  readonly name: 'Feasible' | 'High risk' | 'Not feasible'
  readonly from: number
  readonly to: number
  readonly words: string
}

/**
 * The ends of the verdicts of this deal: 30 and 50 % of the expected impressions, or less if renders or packages are the
 * limit. The deal is always in the zone of its verdict.
 */
export function zonesOf({
  capacity,
  sold,
  available,
  available_30pct: available30,
}: Pick<Simulation['data'], 'capacity' | 'sold' | 'available' | 'available_30pct'>): Zone[] {
  const end = (room: number) => Math.min(1, (sold + room) / Math.max(1, capacity.mid))
  const [safe, highest] = [end(available30), end(available)]
  const percent = (share: number) => ratio(share, Math.abs(share * 100 - Math.round(share * 100)) < 0.05 ? 0 : 1)
  return [
    { name: texts.feasible, from: 0, to: safe, words: texts.feasibleTo(percent(safe)) },
    { name: texts.highRisk, from: safe, to: highest, words: texts.highRiskTo(percent(highest)) },
    { name: texts.notFeasible, from: highest, to: 1, words: texts.notFeasibleAbove },
  ]
}
