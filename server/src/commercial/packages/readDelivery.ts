import type { CreditModel } from '@bx/contracts/metrics/creditModels'
import type { BilledStatus, BillingBasis } from '@bx/contracts/packages/values'
import { creditOf, WHOLE_CREDIT } from '../../attribution/credit/creditModels.ts'
import { plainArray, type Sql, type Tx } from '../../db/client.ts'
import { DAY } from '../../lib/clock.ts'
import { sumOf } from '../../lib/sum.ts'

// What packages delivered: impressions from their rollup, clicks from the click ledger, conversions from the touches.

export interface Delivery {
  /** Counted impressions, with and without suspected invalid traffic, and the viewable ones of the latter. */
  readonly impressionsGross: number
  readonly impressions: number
  readonly viewable: number
  /** Clicks that count, and repeated ones, which do not. */
  readonly clicks: number
  readonly repeatedClicks: number
  /** Conversions by the credit rules of the contract; 0 for packages that have none. */
  readonly conversions: number
  /** Stamped impressions that do not count. */
  readonly mismatched: number
}

const NOTHING: Delivery = {
  ...{ impressionsGross: 0, impressions: 0, viewable: 0, clicks: 0, repeatedClicks: 0, conversions: 0, mismatched: 0 },
}

/** The credit rules of a CPA package; all null for others. */
export interface CreditTerms {
  readonly package_id: string
  readonly credit_model: CreditModel | null
  readonly credit_window_days: number | null
  readonly billed_status: BilledStatus | null
}

/** The delivery of each of these packages. */
export async function readDelivery(sql: Sql | Tx, packages: readonly CreditTerms[]): Promise<(id: string) => Delivery> {
  const ids = packages.map((one) => one.package_id)
  if (ids.length === 0) return () => NOTHING
  const [impressions, clicks, conversions] = await Promise.all([
    readImpressions(sql, ids),
    readClicks(sql, ids),
    readConversions(sql, packages),
  ])
  return (id) => ({
    ...NOTHING,
    ...impressions.get(id),
    ...clicks.get(id),
    conversions: conversions.get(id) ?? 0,
  })
}

/** Units by what the package is billed on. */
export function unitsOf(delivery: Delivery, basis: BillingBasis): number {
  return {
    in_view: delivery.impressions,
    viewable: delivery.viewable,
    click: delivery.clicks,
    conversion: delivery.conversions,
  }[basis]
}

type OfPackage<T> = T & { readonly id: string }

async function readImpressions(sql: Sql | Tx, ids: readonly string[]) {
  const rows = await sql<OfPackage<Omit<Delivery, 'clicks' | 'repeatedClicks' | 'conversions'>>[]>`
    select package_id as id, coalesce(sum(impressions) filter (where verdict = 'counted'), 0)::bigint as "impressionsGross",
      coalesce(sum(impressions) filter (where verdict = 'counted' and not flagged), 0)::bigint as impressions,
      coalesce(sum(viewable) filter (where verdict = 'counted' and not flagged), 0)::bigint as viewable,
      coalesce(sum(impressions) filter (where verdict <> 'counted'), 0)::bigint as mismatched
    from package_daily where package_id = any(${plainArray(ids)}::uuid[]) group by 1`
  return byId(rows)
}

async function readClicks(sql: Sql | Tx, ids: readonly string[]) {
  const rows = await sql<OfPackage<Pick<Delivery, 'clicks' | 'repeatedClicks'>>[]>`
    select package_id as id, count(*) filter (where repeats is null) as clicks,
      count(*) filter (where repeats is not null) as "repeatedClicks"
    from click_ledger where package_id = any(${plainArray(ids)}::uuid[]) and not flagged group by 1`
  return byId(rows)
}

interface Sale {
  readonly at: Date
  readonly status: string
  readonly touches: readonly (readonly [atMs: number, packageId: string | null, decisive: boolean])[]
}

/** Whole conversions: the sum of the credit of the package's touches within its window, rounded down. */
async function readConversions(sql: Sql | Tx, packages: readonly CreditTerms[]): Promise<Map<string, number>> {
  const sold = await readCredits(sql, packages)
  return new Map([...sold].map(([id, sales]) => [id, wholeConversions(sumOf(sales, ({ credit }) => credit))]))
}

export function wholeConversions(credit: number): number {
  return Math.floor(credit / WHOLE_CREDIT)
}

/** A sale that a package has a part of. */
export interface CreditedSale {
  /** Epoch milliseconds. */
  readonly at: number
  readonly credit: number
}

/** The sales of each CPA package among these. */
export async function readCredits(
  sql: Sql | Tx,
  packages: readonly CreditTerms[],
): Promise<Map<string, CreditedSale[]>> {
  const cpa = packages.filter((one) => one.credit_model !== null)
  if (cpa.length === 0) return new Map()
  const sales = await sql<Sale[]>`
    select converted_at as at, status, (
        select json_agg(json_build_array((extract(epoch from exposed_at) * 1000)::float8, package_id, decisive) order by touch_no)
        from attribution_touches t where t.conversion_no = c.conversion_no) as touches
    from attributed_conversions c
    where status in ('pending', 'confirmed') and conversion_no in (
      select conversion_no from attribution_touches
      where package_id = any(${plainArray(cpa.map((one) => one.package_id))}::uuid[]))`
  return new Map(cpa.map((one) => [one.package_id, creditsOf(one, sales)]))
}

function creditsOf(one: CreditTerms, sales: readonly Sale[]): CreditedSale[] {
  const window = one.credit_window_days! * DAY
  return sales.map(({ at, status, touches }) => {
    let credit = 0
    if (one.billed_status === 'confirmed' && status !== 'confirmed') return { at: at.getTime(), credit }
    const shares = creditOf(
      one.credit_model!,
      touches.map(([touchedAt, , isDecisive]) => ({ at: touchedAt, isDecisive })),
      at.getTime(),
    )
    touches.forEach(([touchedAt, packageId], i) => {
      if (packageId === one.package_id && at.getTime() - touchedAt <= window) credit += shares[i]!
    })
    return { at: at.getTime(), credit }
  })
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): Map<string, Omit<T, 'id'>> {
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}
