import { z } from 'zod'
import { PACING_STATUSES } from '../packages/pacing.ts'
import { GAP_REASONS } from '../packages/pacingValues.ts'
import { count, instant } from './common.ts'

const units = z.number()

/** What the last check of a package found. */
export const pacing = z.object({
  checked_at: instant,
  status: z.enum(PACING_STATUSES),
  /** Delivered of planned, percent; null while nothing is planned. */
  pacing_pct: z.number().nullable(),
  delivered_units: count,
  /** Along the traffic of the flight: hour × weekday of its placements; by time until 7 days of history are known. */
  planned_units: units,
  /** Probability of reaching the goal, 0..1; null: not estimated. */
  chance: z.number().nullable(),
  /** Units at the end of the flight, with the 80 % interval. */
  forecast_units: units.nullable(),
  forecast_low: units.nullable(),
  forecast_high: units.nullable(),
  /** Lately (72 hours at most), and what reaches the goal from now on. */
  units_per_day: units.nullable(),
  needed_per_day: units.nullable(),
  /** The main reason why it is behind or may not reach its goal; null: it is on course. */
  reason: z.enum(GAP_REASONS).nullable(),
})
export type PackagePacing = z.infer<typeof pacing>
