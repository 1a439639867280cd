import type { Metric } from './metric.ts'

import { divide } from './metric.ts'

/** Average distinct merchants shown per (session, placement, local day). */
export function slotsFilled(merchantsShownSum: number, sessions: number): number | null {
  return divide(merchantsShownSum, sessions)
}

/** Slots filled ÷ slots available, 0..1: `slotsSum` is max_slots summed over the same sessions. */
export function slotsFilledRate(merchantsShownSum: number, slotsSum: number): number | null {
  return divide(merchantsShownSum, slotsSum)
}

export const slotsFilledMetric: Metric = {
  key: 'avg_merchants_shown',
  label: 'Slots filled',
  formula: 'distinct merchants per session, placement and day, averaged over those sessions',
  unit: 'merchants',
  source: 'session_slots, placement_daily',
  additive: false,
  better: null,
}
