import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { merchantBenchmark } from '@bx/contracts/endpoints/performance'
import {
  bestPackage,
  LEAD_PCT,
  PACKAGE_NAMES,
  PACKAGES,
  type PackageRevenue,
  packageRevenue,
} from '@bx/contracts/metrics/packageRevenue'
import { WITHHELD_LABELS, type Withheld } from '@bx/contracts/metrics/smallGroups'
import { type PerformanceThresholds, recommendPackage } from '@bx/contracts/metrics/thresholds'
import { moneyText } from '@bx/contracts/money'
import { showRate } from '@bx/contracts/showMoney'

// The package that is expected to bring most per 1,000 impressions. Where two are within 10 % of each other, the
// thresholds of the rates decide between them.

export interface Rated {
  readonly impressions: number
  readonly clicks: number
  readonly ctr_pct: number | null
  readonly click_cvr_pct: number | null
  readonly rpm: string | null
}

interface Asked {
  readonly merchant: { readonly merchant_name: string; readonly category: string | null }
  readonly thresholds: PerformanceThresholds
  readonly currency: string
}

type Advice = Pick<
  Answer<typeof merchantBenchmark>['data']['rows'][number],
  'recommended_package' | 'basis' | 'reason' | 'expected_rpm' | 'lead_pct'
>

/** From the merchant's own figures; below the sample size from its category's, and the reason says so. */
export function recommend(
  own: Rated,
  { category, withheld }: { readonly category: Rated | null; readonly withheld: Withheld | null },
  { merchant, thresholds, currency }: Asked,
): Advice {
  const ofOwn = adviseOn(own, merchant.merchant_name, thresholds, currency)
  if (ofOwn) return { ...ofOwn, basis: 'merchant' }
  const ofCategory = category && adviseOn(category, `Others in ${merchant.category}`, thresholds, currency)
  if (ofCategory) return { ...ofCategory, basis: 'category' }
  return {
    recommended_package: 'Not enough data',
    basis: 'none',
    reason: `${grouped(own.impressions)} of ${grouped(thresholds.min_impressions)} impressions and ${grouped(own.clicks)} of ${grouped(thresholds.min_clicks)} clicks needed.${withheld ? ` ${merchant.category}: ${WITHHELD_LABELS[withheld].toLowerCase()}.` : ''}`,
    expected_rpm: null,
    lead_pct: null,
  }
}

/** null when the sample is too small. */
function adviseOn(
  rated: Rated,
  whose: string,
  thresholds: PerformanceThresholds,
  currency: string,
): Omit<Advice, 'basis'> | null {
  const byRates = recommendPackage(rated, rated, thresholds)
  const revenue = packageRevenue(rated, currency)
  if (byRates === 'Not enough data' || revenue === null) return null
  const { best, leadPct } = bestPackage(revenue)
  const leads = leadPct === null || leadPct >= LEAD_PCT
  const isClose = ({ kind }: { readonly kind: (typeof PACKAGES)[number] }) =>
    Number(revenue[kind]) * (1 + LEAD_PCT / 100) > Number(revenue[best])
  const close = PACKAGES.map((kind) => ({ kind, name: PACKAGE_NAMES[kind] })).filter(isClose)
  const decided = leads ? undefined : close.find(({ name }) => name === byRates)?.kind
  const advised = decided ?? best
  const why = leads
    ? `${advised.toUpperCase()} leads${leadPct === null ? '' : ` by ${leadPct.toFixed(0)}%`}.`
    : `${close.map(({ kind }) => kind.toUpperCase()).join(' and ')} are within ${LEAD_PCT}%; ${decided ? 'its rates decide' : 'the highest is advised'}.`
  return {
    recommended_package: PACKAGE_NAMES[advised],
    reason: `${whose}, expected per 1,000 impressions: ${ranked(revenue, currency)}. ${why}`,
    expected_rpm: {
      cpi: moneyText(revenue.cpi, currency),
      cpc: moneyText(revenue.cpc, currency),
      cpa: moneyText(revenue.cpa, currency),
    },
    lead_pct: leadPct === null ? null : Math.round(leadPct * 10) / 10,
  }
}

/** All three, the highest first. */
function ranked(revenue: PackageRevenue, currency: string): string {
  return [...PACKAGES]
    .sort((a, b) => Number(revenue[b] - revenue[a]))
    .map((kind) => `${kind.toUpperCase()} ${showRate(revenue[kind], currency)}`)
    .join(', ')
}

function grouped(n: number): string {
  return n.toLocaleString('en-GB')
}
