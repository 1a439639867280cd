import { z } from 'zod'
import { PACING_STATUSES } from '../packages/pacing.ts'
import { PACKAGE_STATES, PACKAGE_TYPES } from '../packages/values.ts'
import { count, day, instant, money, rangeMeta, rangeQuery } from './common.ts'
import type { Endpoint } from './endpoint.ts'

const endingPackage = z.object({
  package_id: z.string(),
  package_name: z.string(),
  merchant_name: z.string(),
  package_type: z.enum(PACKAGE_TYPES),
  status: z.enum(PACKAGE_STATES),
  /** First instant after the flight, and its last local day. */
  end_date: instant,
  last_day: day,
  delivered_units: count,
  goal_units: count.nullable(),
  /** Still owed; null for an open package. */
  remaining_units: count.nullable(),
  /** What its last check found; null: not checked yet. */
  pacing_status: z.enum(PACING_STATUSES).nullable(),
  /** Probability of reaching the goal, 0..1; null: not estimated. */
  chance: z.number().nullable(),
})
export type EndingPackage = z.infer<typeof endingPackage>

/** Will we deliver what we sold, for how much? */
export const commercialOverview = {
  method: 'GET',
  path: '/api/overview/commercial',
  operationId: 'commercialOverview',
  summary:
    'What is booked, delivered and at risk, revenue per day, and the packages that end next; a file has a row per day',
  tag: 'Commercial',
  auth: 'read_packages',
  query: rangeQuery,
  status: 200,
  response: z.object({
    data: z.object({
      /**
       * Sold packages whose flight touches the range: price of their contracts, and value of what they delivered so far. Open
       * packages have no price and count what they delivered.
       */
      sold_packages: count,
      booked: money,
      /** Billed units at their unit price. */
      delivered: money,
      /** Value of units that running packages are not expected to deliver, and of missing ones that nothing makes good. */
      at_risk: money,
      at_risk_packages: count,
      /** Of the days of the range: commission of sales by the day of the credited impression, and billed units of packages. */
      commission: money,
      package_revenue: money,
      /** Impressions of packages ÷ all, %. */
      paid_pct: z.number().nullable(),
      /** Slots filled ÷ available, 0..1. */
      fill_rate: z.number().nullable(),
      /** Merchants with a package that is live now, and all merchants. */
      merchants_live: count,
      merchants: count,
      /** Packages in each state now. */
      states: z.record(z.enum(PACKAGE_STATES), count),
      days: z.array(z.object({ day, commission: money, package_revenue: money })),
      /** Running packages, the next to end first; at most 10. */
      ending: z.array(endingPackage),
    }),
    meta: rangeMeta.extend({ currency: z.string() }),
  }),
  csv: true,
} as const satisfies Endpoint
