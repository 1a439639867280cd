import type { Metric } from './metric.ts'

import { divide } from './metric.ts'

/** Distinct merchants per slot, as a ratio: 4 merchants rotating through 2 slots is 2 (200 %). */
export function saturation(distinctMerchants: number, maxSlots: number): number | null {
  return divide(distinctMerchants, maxSlots)
}

export const saturationMetric: Metric = {
  key: 'saturation_rate',
  label: 'Rotation, merchants per slot',
  formula: 'distinct merchants shown ÷ slots × 100; above 100 when merchants rotate',
  unit: 'percent',
  source: 'placement_daily, placement_dim.max_slots',
  additive: false,
  better: null,
}
