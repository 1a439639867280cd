import { z } from 'zod'
import { PACKAGE_ACTIONS } from '../packages/lifecycle.ts'
import { ADJUSTMENT_KINDS } from '../packages/values.ts'
import { count, day, instant, money } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { flightEdge, reason, units, version } from './packageTerms.ts'
import { packageAnswer, packageParams } from './soldPackage.ts'

// What makes good for a package that ended short of its goal. The person who sends it approves it.

export const adjustment = z.object({
  adjustment_id: z.string(),
  kind: z.enum(ADJUSTMENT_KINDS),
  /** Missing units that it makes good, and all that were missing at that time. */
  units: count,
  short_units: count,
  /** Credit only. */
  amount: money.nullable(),
  /** Makegood only: the package that delivers the units. */
  makegood_package_id: z.string().nullable(),
  makegood_package_name: z.string().nullable(),
  /** Extension only. */
  end_before: instant.nullable(),
  end_after: instant.nullable(),
  reason: z.string(),
  approved_by: z.string(),
  approved_at: instant,
})
export type Adjustment = z.infer<typeof adjustment>

const asked = { version, reason }
/** Missing units to make good; when omitted: all of them. */
const someUnits = units.optional()

function adjust<const A extends 'makegood' | 'credit' | 'extend', const Body extends z.ZodType>(
  action: A,
  summary: string,
  body: Body,
) {
  return {
    method: 'POST',
    path: `/api/packages/{package_id}/${action}`,
    operationId: `${action}Package`,
    summary,
    tag: 'Commercial',
    auth: PACKAGE_ACTIONS[action].by,
    params: packageParams,
    body,
    status: 200,
    response: packageAnswer,
  } as const satisfies Endpoint
}

export const makegoodPackage = adjust(
  'makegood',
  'Make good missing units with another package at no charge: it is booked with the same terms, and delivers them in its own flight',
  z.object({ ...asked, units: someUnits, start_date: flightEdge, end_date: flightEdge }),
)
export const creditPackage = adjust(
  'credit',
  'Credit missing units at their unit price; those of a makegood at the unit price of the package that it makes good',
  z.object({ ...asked, units: someUnits }),
)
export const extendPackage = adjust(
  'extend',
  'Extend the flight of a package that ended short: it is live again until the new end',
  z.object({ ...asked, end_date: flightEdge }),
)

export const listAdjustments = {
  method: 'GET',
  path: '/api/package-adjustments',
  operationId: 'listAdjustments',
  summary: 'Makegoods, credits and extensions approved on these days, newest first; at most 10,000',
  tag: 'Commercial',
  auth: 'read_packages',
  query: z.object({ start_date: day, end_date: day, format: z.enum(['json', 'csv']).default('json') }),
  status: 200,
  response: z.object({
    data: z.array(
      adjustment.extend({
        package_id: z.string(),
        package_name: z.string(),
        merchant_id: z.string(),
        merchant_name: z.string(),
        merchant_ref: z.string().nullable(),
      }),
    ),
    meta: z.object({ currency: z.string(), time_zone: z.string() }),
  }),
  csv: true,
} as const satisfies Endpoint
