import { fillRateMetric } from '@bx/contracts/metrics/fillRate'
import type { Metric } from '@bx/contracts/metrics/metric'
import {
  atRiskMetric,
  bookedMetric,
  deliveredValueMetric,
  merchantsLiveMetric,
  packageRevenueMetric,
} from '@bx/contracts/metrics/packageMoney'
import { paidShareMetric } from '@bx/contracts/metrics/paidShare'
import { commissionMetric } from '@bx/contracts/metrics/rpm'
import type { CommercialOverview } from '../../lib/endpoints.ts'
import { count, percentage, ratio, sumMoney } from '../../lib/formats.ts'
import { explain } from '../../ui/explanations.ts'
import type { Kpi } from '../../ui/KpiStrip.tsx'
import { shareOf } from './answer.ts'
import { texts } from './strings.ts'

/** What is sold, delivered and at risk. Not compared: contracts are not figures of a period. */
export function soldKpis(overview: CommercialOverview): Kpi[] {
  const { data, meta } = overview
  const kpi = kpiOf(overview)
  const money = (amount: string) => sumMoney(amount, meta.currency)
  const packagesOf = (n: number) => texts.packages(count(n), n === 1)
  return [
    kpi(bookedMetric, money(data.booked), packagesOf(data.sold_packages)),
    kpi(deliveredValueMetric, money(data.delivered), texts.ofBooked(ratio(shareOf(data.delivered, data.booked)))),
    kpi(atRiskMetric, money(data.at_risk), packagesOf(data.at_risk_packages)),
    kpi(merchantsLiveMetric, count(data.merchants_live), texts.of(count(data.merchants))),
  ]
}

/** What the days brought, and how the slots were used. */
export function revenueKpis(overview: CommercialOverview): Kpi[] {
  const { data, meta } = overview
  const kpi = kpiOf(overview)
  const money = (amount: string) => sumMoney(amount, meta.currency)
  return [
    kpi(packageRevenueMetric, money(data.package_revenue), ''),
    kpi(commissionMetric, money(data.commission), ''),
    kpi(paidShareMetric, percentage(data.paid_pct, 1), texts.ofImpressions),
    kpi(fillRateMetric, ratio(data.fill_rate), texts.ofSlots),
  ]
}

function kpiOf({ meta }: CommercialOverview) {
  return (metric: Metric, value: string, unit: string): Kpi => ({
    ...{ label: metric.label, value, unit, change: null, from: '', better: metric.better },
    explanation: explain({ meta, scope: texts.allPackages }, metric, { value }),
  })
}
