import { decimalsOf } from '@bx/contracts/currencies'
import { conversionsMetric } from '@bx/contracts/metrics/conversions'
import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { cvrPerClickMetric } from '@bx/contracts/metrics/cvrPerClick'
import { cvrPerImpressionMetric } from '@bx/contracts/metrics/cvrPerImpression'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { rpmMetric } from '@bx/contracts/metrics/rpm'
import { WITHHELD_LABELS } from '@bx/contracts/metrics/smallGroups'
import { moneyText, parseMoney, roundMoney } from '@bx/contracts/money'
import Link from 'next/link'
import type { Benchmark, BenchmarkRow } from '../../lib/endpoints.ts'
import { count, credit, NO_VALUE, percentage, rateMoney, smallPercentage } from '../../lib/formats.ts'
import { readMoney } from '../../lib/readMoney.ts'
import { sameDays, type ViewState } from '../../lib/viewState.ts'
import { Explain } from '../../ui/Explain.tsx'
import { performanceFigures } from '../../ui/performanceFigures.ts'
import { type Column, headOf, type TableSpec } from '../../ui/tableSpec.ts'
import classes from './Recommendation.module.css'

type Row = BenchmarkRow

/** The best package for each placement, and the reason. */
export function benchmarkSpec(benchmark: Benchmark, state: ViewState): TableSpec<Row> {
  return {
    name: 'recommendations',
    title: 'Placement recommendations',
    one: 'Placement',
    caption: 'Rates of this merchant by placement, and the package each placement suits',
    rows: benchmark.data.rows,
    idOf: (row) => row.placement_id,
    nameOf: (row) => row.placement_name,
    hrefOf: (row) => sameDays('/placements/view/', state, row.placement_id),
    columns: [...rateColumns(benchmark), ...packageColumns(benchmark)],
    order: { column: 'click_cvr_pct', descending: true },
    total: 'All placements',
    foot: `Expected revenue uses list prices of ${rateMoney(benchmark.data.prices.cpm, benchmark.meta.currency)} per 1,000 impressions and ${rateMoney(benchmark.data.prices.cpc, benchmark.meta.currency)} per click, and the commission of each placement. Needs ${count(benchmark.meta.thresholds.min_impressions)} impressions and ${count(benchmark.meta.thresholds.min_clicks)} clicks; below that we use the category’s rate, and say so. The category’s rate is of its other merchants, and withheld where one of them could be read from it.`,
  }
}

function rateColumns({ data, meta }: Benchmark): Column<Row>[] {
  const { totals, merchant } = data
  const of = (row: Row) => performanceFigures(meta, row, `${merchant.merchant_name} in ${row.placement_name}`)
  const all = performanceFigures(meta, totals, merchant.merchant_name)
  return [
    {
      key: 'impressions',
      title: impressionsMetric.label,
      value: (row) => row.impressions,
      cell: (row) => <Explain explanation={of(row).impressions}>{count(row.impressions)}</Explain>,
      total: <Explain explanation={all.impressions}>{count(totals.impressions)}</Explain>,
    },
    {
      ...headOf(ctrMetric),
      value: (row) => row.ctr_pct,
      cell: (row) => <Explain explanation={of(row).ctr}>{percentage(row.ctr_pct, 2)}</Explain>,
      total: <Explain explanation={all.ctr}>{percentage(totals.ctr_pct, 2)}</Explain>,
    },
    {
      ...headOf(conversionsMetric),
      value: (row) => row.conversions,
      cell: (row) => <Explain explanation={of(row).conversions}>{credit(row.conversions)}</Explain>,
      total: <Explain explanation={all.conversions}>{credit(totals.conversions)}</Explain>,
    },
    {
      ...headOf(cvrPerImpressionMetric),
      value: (row) => row.cvr_pct,
      cell: (row) => <Explain explanation={of(row).cvr}>{smallPercentage(row.cvr_pct)}</Explain>,
      total: <Explain explanation={all.cvr}>{smallPercentage(totals.cvr_pct)}</Explain>,
    },
    {
      ...headOf(cvrPerClickMetric),
      value: (row) => row.click_cvr_pct,
      cell: (row) => <Explain explanation={of(row).clickCvr}>{percentage(row.click_cvr_pct, 1)}</Explain>,
      total: <Explain explanation={all.clickCvr}>{percentage(totals.click_cvr_pct, 1)}</Explain>,
    },
    {
      ...headOf(rpmMetric),
      value: (row) => readMoney(row.rpm),
      cell: (row) => <Explain explanation={of(row).rpm}>{rateMoney(row.rpm, meta.currency)}</Explain>,
      total: <Explain explanation={all.rpm}>{rateMoney(totals.rpm, meta.currency)}</Explain>,
    },
  ]
}

function categoryCell({ category, category_withheld: withheld }: Row) {
  if (withheld !== null) return <span className={classes.withheld}>{WITHHELD_LABELS[withheld]}</span>
  return category === null ? NO_VALUE : percentage(category.click_cvr_pct, 1)
}

const TONES: Readonly<Record<Row['recommended_package'], string>> = {
  'CPA Priority': 'cpa',
  'CPC Candidate': 'cpc',
  'CPI Candidate': 'cpi',
  'Not enough data': 'none',
}

const EXPECTED = {
  cpi: 'Expected revenue of 1,000 impressions sold by impression: the list price',
  cpc: 'Expected revenue of 1,000 impressions sold by click: clicks × list price of a click',
  cpa: 'Expected revenue of 1,000 impressions sold by sale: commission per 1,000 impressions',
} as const

const PACKAGE_OF = { 'CPI Candidate': 'cpi', 'CPC Candidate': 'cpc', 'CPA Priority': 'cpa' } as const

/** Impressions of the deal that "Simulate" opens. */
const DEAL_IMPRESSIONS = 50_000

/** The advised deal: this merchant, this placement, at what the advised package is expected to bring. */
function simulatorLink(row: Row, merchantId: string, currency: string): string | null {
  if (row.recommended_package === 'Not enough data' || row.expected_rpm === null) return null
  const rpm = parseMoney(row.expected_rpm[PACKAGE_OF[row.recommended_package]])
  const budget = roundMoney((rpm * BigInt(DEAL_IMPRESSIONS)) / 1000n, decimalsOf(currency))
  const deal = { budget: moneyText(budget, currency), impressions: String(DEAL_IMPRESSIONS) }
  return `/simulator/?${new URLSearchParams({ ...deal, merchant: merchantId, placements: row.placement_id })}`
}

function packageColumns({ data, meta }: Benchmark): Column<Row>[] {
  return [
    {
      key: 'category_click_cvr_pct',
      title: 'Category CVR, per click',
      help: 'Of the other merchants of the category in this placement. Withheld with fewer than 5 others, or when one has more than 60% of a figure.',
      value: (row) => row.category?.click_cvr_pct ?? null,
      cell: categoryCell,
    },
    {
      key: 'recommended_package',
      title: 'Recommended package',
      left: true,
      value: (row) => row.recommended_package,
      cell: (row) => (
        <span className={`${classes.chip} ${classes[TONES[row.recommended_package]] ?? ''}`}>
          {row.recommended_package}
          {row.basis === 'category' && <small>from its category</small>}
        </span>
      ),
    },
    ...(['cpi', 'cpc', 'cpa'] as const).map(
      (kind): Column<Row> => ({
        key: `expected_${kind}_rpm`,
        title: `${kind.toUpperCase()}, per 1,000`,
        help: EXPECTED[kind],
        value: (row) => readMoney(row.expected_rpm?.[kind] ?? null),
        cell: (row) => rateMoney(row.expected_rpm?.[kind] ?? null, meta.currency),
      }),
    ),
    {
      key: 'reason',
      title: 'Why',
      left: true,
      cell: (row) => <span className={classes.reason}>{row.reason}</span>,
    },
    {
      key: 'simulate',
      title: 'Simulate',
      left: true,
      cell: (row) => {
        const href = simulatorLink(row, data.merchant.merchant_id, meta.currency)
        return href === null ? NO_VALUE : <Link href={href}>Simulate</Link>
      },
    },
  ]
}
