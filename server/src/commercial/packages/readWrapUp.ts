import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { readWrapUp as endpoint } from '@bx/contracts/endpoints/packageWrapUp'
import { CONVERSION_STATUSES, type ConversionStatus } from '@bx/contracts/events/values'
import { ctr } from '@bx/contracts/metrics/ctr'
import { frequency } from '@bx/contracts/metrics/frequency'
import { percent, round } from '@bx/contracts/metrics/metric'
import { moneyText, parseMoney } from '@bx/contracts/money'
import { priceOfUnits } from '@bx/contracts/packages/rules'
import { MISMATCH_REASONS, type StampVerdict } from '@bx/contracts/packages/values'
import type { Sql, Tx } from '../../db/client.ts'
import { AppError } from '../../lib/errors.ts'
import { readSnapshot } from '../../query/snapshot.ts'
import { shortUnits } from './makeGood.ts'
import { readStored, refuseForeignId } from './packageRow.ts'
import { readAdjustments } from './readAdjustments.ts'
import { readPackageReach } from './readPackageReach.ts'
import { type Reading, showPackages } from './showPackages.ts'

type WrapUp = Answer<typeof endpoint>['data']

/** The report at the end of a package. Throws unknown_package. */
export function readWrapUp(sql: Sql, packageId: string, reading: Reading): Promise<Answer<typeof endpoint>> {
  refuseForeignId(packageId)
  const { currency, timeZone } = reading.reporting
  return readSnapshot(sql, async (tx) => {
    const [sold] = await showPackages(tx, [packageId], reading)
    if (sold === undefined) throw new AppError('unknown_package', { details: { package_id: packageId } })
    const row = await readStored(tx, packageId)
    const [{ people, ...range }, stamped, clicks, orders, adjustments, short_units] = await Promise.all([
      readPackageReach(tx, packageId),
      readStamped(tx, packageId),
      readClicks(tx, packageId),
      readOrders(tx, packageId, currency),
      readAdjustments(tx, packageId, currency),
      shortUnits(tx, row),
    ])
    const { impressions, billed_units: billed } = sold.delivery
    const credited = adjustments.reduce((sum, { amount }) => sum + (amount === null ? 0n : parseMoney(amount)), 0n)
    const amounts = {
      price: sold.price,
      billed: moneyText(priceOfUnits(row.package_type, row.unit_price, billed, currency), currency),
      credited: moneyText(credited, currency),
    }
    const rates = {
      frequency: round(frequency(impressions, people), 2),
      ctr_pct: percent(ctr(sold.delivery.clicks, impressions)),
    }
    return {
      data: {
        ...{ ...sold, ...rates, ...stamped, clicks, orders, amounts, adjustments, short_units },
        reach: { unique_users: people, ...range },
      },
      meta: { currency, time_zone: timeZone },
    }
  })
}

interface Stamped {
  readonly placement_id: string
  readonly placement_name: string
  readonly verdict: StampVerdict
  readonly flagged: boolean
  readonly impressions: number
  readonly viewable: number
}

/** The waterfall of stamped impressions, and the counted ones by placement. */
async function readStamped(tx: Tx, packageId: string): Promise<Pick<WrapUp, 'waterfall' | 'by_placement'>> {
  const rows = await tx<Stamped[]>`
    select placement_id, coalesce(placement_name, '') as placement_name, verdict, flagged,
      sum(impressions)::bigint as impressions, sum(viewable)::bigint as viewable
    from package_hourly left join placement_dim using (placement_id)
    where package_id = ${packageId} group by 1, 2, 3, 4 order by impressions desc, 1`
  const sum = (is: (row: Stamped) => boolean) => rows.reduce((n, row) => (is(row) ? n + row.impressions : n), 0)
  const counted = rows.filter(({ verdict, flagged }) => verdict === 'counted' && !flagged)
  return {
    waterfall: {
      received: sum(() => true),
      flagged: sum(({ flagged }) => flagged),
      mismatched: MISMATCH_REASONS.flatMap((reason) => {
        const impressions = sum(({ verdict, flagged }) => verdict === reason && !flagged)
        return impressions === 0 ? [] : [{ reason, impressions }]
      }),
      counted: sum(({ verdict, flagged }) => verdict === 'counted' && !flagged),
    },
    by_placement: counted.map(({ verdict: _, flagged: __, ...row }) => row),
  }
}

async function readClicks(tx: Tx, packageId: string): Promise<WrapUp['clicks']> {
  const [row] = await tx<WrapUp['clicks'][]>`
    select count(*) as received, count(*) filter (where flagged) as flagged,
      count(*) filter (where not flagged and repeats is not null) as repeated,
      count(*) filter (where not flagged and repeats is null) as counted
    from click_ledger where package_id = ${packageId}`
  return row!
}

async function readOrders(tx: Tx, packageId: string, currency: string): Promise<WrapUp['orders']> {
  const rows = await tx<{ status: ConversionStatus; orders: number; amount: string; commission: string }[]>`
    select c.status, count(*) as orders, (coalesce(sum(order_amount), 0) * 10000)::numeric(38, 0)::text as amount,
      coalesce(sum(c.commission), 0)::text as commission
    from attributed_conversions c join conversion_events using (conversion_no)
    where conversion_no in (select conversion_no from attribution_touches where package_id = ${packageId} and decisive)
    group by 1`
  return CONVERSION_STATUSES.flatMap((status) => {
    const found = rows.find((row) => row.status === status)
    if (found === undefined) return []
    const [order_amount, commission] = [found.amount, found.commission].map((sum) => moneyText(BigInt(sum), currency))
    return [{ status, orders: found.orders, order_amount: order_amount!, commission: commission! }]
  })
}
