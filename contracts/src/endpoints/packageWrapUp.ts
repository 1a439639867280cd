import { z } from 'zod'
import { CONVERSION_STATUSES } from '../events/values.ts'
import { count, money } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { adjustment } from './packageAdjustments.ts'
import { mismatchReason, packageParams, soldPackage } from './soldPackage.ts'

const byReason = z.array(z.object({ reason: mismatchReason, impressions: count }))

export const readWrapUp = {
  method: 'GET',
  path: '/api/packages/{package_id}/wrap-up',
  operationId: 'readWrapUp',
  summary: 'What a package promised and delivered, and what of it is billed: the report at its end',
  tag: 'Commercial',
  auth: 'read_packages',
  params: packageParams,
  status: 200,
  response: z.object({
    data: soldPackage.extend({
      /** Distinct people of the counted net impressions; exact for up to 16,384 people a day and in total. */
      reach: z.object({ unique_users: count, exact: z.boolean(), low: count, high: count }),
      /** Counted net impressions ÷ people. */
      frequency: z.number().nullable(),
      /** Clicks ÷ counted net impressions, %. */
      ctr_pct: z.number().nullable(),
      /** Stamped impressions: received = flagged + mismatched + counted. Flagged ones may be mismatched too. */
      waterfall: z.object({ received: count, flagged: count, mismatched: byReason, counted: count }),
      /** Clicks on counted impressions: received = flagged + repeated + counted. */
      clicks: z.object({ received: count, flagged: count, repeated: count, counted: count }),
      /** Sales whose decisive touch is an impression of the package, by their latest status. */
      orders: z.array(
        z.object({
          status: z.enum(CONVERSION_STATUSES),
          orders: count,
          order_amount: money,
          commission: money,
        }),
      ),
      by_placement: z.array(
        z.object({ placement_id: z.string(), placement_name: z.string(), impressions: count, viewable: count }),
      ),
      /** price: of the contracted units; billed: billed units at the unit price; credited: all credits. */
      amounts: z.object({ price: money.nullable(), billed: money, credited: money }),
      /** Newest first. */
      adjustments: z.array(adjustment),
      /** Missing units that nothing makes good yet. */
      short_units: count,
    }),
    meta: z.object({ currency: z.string(), time_zone: z.string() }),
  }),
} as const satisfies Endpoint
