import type { commercialOverview as endpoint } from '@bx/contracts/endpoints/commercialOverview'
import type { Answer } from '@bx/contracts/endpoints/endpoint'
import { fillRate } from '@bx/contracts/metrics/fillRate'
import { round } from '@bx/contracts/metrics/metric'
import { paidPct } from '@bx/contracts/metrics/paidShare'
import { type Money, moneyText } from '@bx/contracts/money'
import { PACKAGE_STATES, type PackageState } from '@bx/contracts/packages/values'
import type { Sql, Tx } from '../../db/client.ts'
import { ALL_MERCHANTS } from '../../facts/sumIds.ts'
import { readWatermark } from '../../facts/watermark.ts'
import { addDays } from '../../lib/clock.ts'
import { startOfDay } from '../../lib/localDay.ts'
import { readOutcomes } from '../../query/outcomes.ts'
import { type Period, rangeMeta } from '../../query/period.ts'
import { readRenderDays, sumRenders } from '../../query/renders.ts'
import { readSampling } from '../../query/sampling.ts'
import { readSnapshot } from '../../query/snapshot.ts'
import { packageColumns, packageOf, type StoredPackage } from '../packages/packageRow.ts'
import { addMixes, readMixDays } from '../slotMix/readMixDays.ts'
import { readEnding } from './readEnding.ts'
import { readRisk } from './readRisk.ts'
import { readUnitDays } from './readUnitDays.ts'
import { revenueDays } from './revenueDays.ts'

// What is sold, what of it is delivered, and what it brings. Money is added up exactly and written once.

export interface CommercialContext {
  readonly now: number
  readonly currency: string
}

export function readCommercialOverview(
  sql: Sql,
  period: Period,
  context: CommercialContext,
): Promise<Answer<typeof endpoint>> {
  const { currency } = context
  return readSnapshot(sql, async (tx) => {
    const [watermark, sampling, sold, outcomes, mix, renders, counts, ending, risk] = await Promise.all([
      readWatermark(tx),
      readSampling(tx, period),
      readSoldIn(tx, period, currency),
      readOutcomes(tx, ALL_MERCHANTS, 'decisive_touch', period),
      readMixDays(tx, period),
      readRenderDays(tx, [period]),
      readCounts(tx, context.now),
      readEnding(tx, period.timeZone),
      readRisk(tx, currency),
    ])
    const commission = sumByDay(outcomes.map(({ day, outcome }) => [day, outcome.money] as const))
    const days = daysOf(period).map((day) => {
      return { day, commission: commission.get(day) ?? 0n, revenue: sold.revenue.get(day) ?? 0n }
    })
    const { available, filled } = sumRenders(renders)
    const text = (amount: Money) => moneyText(amount, currency)
    return {
      data: {
        ...{ sold_packages: sold.packages, booked: text(sold.booked), delivered: text(sold.delivered) },
        ...{ at_risk: text(risk.amount), at_risk_packages: risk.packages },
        commission: text(sum(days.map((one) => one.commission))),
        package_revenue: text(sum(days.map((one) => one.revenue))),
        paid_pct: paidPct(addMixes(mix.map((one) => one.mix))),
        fill_rate: round(fillRate(filled, available), 4),
        ...counts,
        days: days.map((one) => ({
          ...{ day: one.day, commission: text(one.commission), package_revenue: text(one.revenue) },
        })),
        ending,
      },
      meta: { ...rangeMeta(period, watermark, sampling), currency },
    }
  })
}

/** Packages that were sold and whose flight touches the range. */
async function readSoldIn(tx: Tx, period: Period, currency: string) {
  const { start, end, timeZone } = period
  const rows = await tx<StoredPackage[]>`
    select ${packageColumns(tx)} from merchant_packages p
    where status in ('booked', 'live', 'paused', 'ended', 'closed')
      and start_date < ${startOfDay(addDays(end, 1), timeZone)} and end_date > ${startOfDay(start, timeZone)}`
  const packages = rows.map(packageOf)
  const unitsOf = await readUnitDays(tx, packages, timeZone)
  const bills = packages.map((one) => {
    const days = [...revenueDays(one, unitsOf(one.package_id), currency)]
    const delivered = sum(days.map(([, amount]) => amount))
    // An open package has no price: what it delivers is sold.
    return { days, delivered, booked: one.price ?? delivered }
  })
  return {
    packages: packages.length,
    booked: sum(bills.map(({ booked }) => booked)),
    delivered: sum(bills.map(({ delivered }) => delivered)),
    revenue: sumByDay(bills.flatMap(({ days }) => days)),
  }
}

async function readCounts(tx: Tx, now: number) {
  const at = new Date(now)
  const [states, [merchants]] = await Promise.all([
    tx<{ status: PackageState; n: number }[]>`select status, count(*) as n from merchant_packages group by 1`,
    tx<{ all: number; live: number }[]>`
      select (select count(*) from merchant_dim) as all,
        (select count(distinct merchant_id) from merchant_packages
          where status in ('booked', 'live') and start_date <= ${at} and end_date > ${at}) as live`,
  ])
  const of = (state: PackageState) => states.find(({ status }) => status === state)?.n ?? 0
  return {
    merchants_live: merchants!.live,
    merchants: merchants!.all,
    states: Object.fromEntries(PACKAGE_STATES.map((state) => [state, of(state)])) as Record<PackageState, number>,
  }
}

/** The days of a range that have begun. */
function daysOf({ start, end, today }: Period): string[] {
  const days: string[] = []
  for (let day = start; day <= end && day <= today; day = addDays(day, 1)) days.push(day)
  return days
}

function sumByDay(amounts: readonly (readonly [day: string, amount: Money])[]): Map<string, Money> {
  const sums = new Map<string, Money>()
  for (const [day, amount] of amounts) sums.set(day, (sums.get(day) ?? 0n) + amount)
  return sums
}

function sum(amounts: readonly Money[]): Money {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
