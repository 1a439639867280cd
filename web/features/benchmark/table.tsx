import { decimalsOf } from '@bx/contracts/currencies'
import { conversionsMetric } from '@bx/contracts/metrics/conversions'
import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { cvrPerClickMetric } from '@bx/contracts/metrics/cvrPerClick'
import { cvrPerImpressionMetric } from '@bx/contracts/metrics/cvrPerImpression'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import type { Metric } from '@bx/contracts/metrics/metric'
import { rpmMetric } from '@bx/contracts/metrics/rpm'
import { WITHHELD_LABELS } from '@bx/contracts/metrics/smallGroups'
import { moneyText, parseMoney, roundMoney } from '@bx/contracts/money'
import Link from 'next/link'
import type { Benchmark, BenchmarkRow } from '../../lib/endpoints.ts'
import { count, credit, NO_VALUE, percentage, rateMoney, smallPercentage } from '../../lib/formats.ts'
import { readMoney } from '../../lib/readMoney.ts'
import { sameDays, type ViewState } from '../../lib/viewState.ts'
import { Explain } from '../../ui/Explain.tsx'
import { enoughData } from '../../ui/enoughData.ts'
import type { Explanation } from '../../ui/explanation.ts'
import { NoTotal } from '../../ui/NoTotal.tsx'
import { type PerformanceFigures, performanceFigures } from '../../ui/performanceFigures.ts'
import { sumPerformance } from '../../ui/performanceSums.ts'
import type { SortValue } from '../../ui/sortRows.ts'
import { type Column, headOf, type TableSpec } from '../../ui/tableSpec.ts'
import classes from './Recommendation.module.css'
import { EXPECTED_LABELS, texts } from './strings.ts'

type Row = BenchmarkRow

/** The best package for each placement, and the reason. */
export function benchmarkSpec(benchmark: Benchmark, state: ViewState): TableSpec<Row> {
  return {
    name: texts.recommendations,
    title: texts.placementRecommendations,
    one: texts.placement,
    caption: texts.ratesOfThisMerchant,
    rows: benchmark.data.rows,
    idOf: (row) => row.placement_id,
    nameOf: (row) => row.placement_name,
    hrefOf: (row) => sameDays('/placements/view/', state, row.placement_id),
    columns: [...rateColumns(benchmark, totalOfAll(benchmark)), ...packageColumns(benchmark)],
    columnsOf: (rows, scope) => [
      ...rateColumns(benchmark, totalOfPart(benchmark, rows, scope)),
      ...packageColumns(benchmark),
    ],
    order: { column: 'click_cvr_pct', descending: true },
    total: texts.allPlacements,
    foot: texts.expectedRevenueUsesListPrices(
      rateMoney(benchmark.data.prices.cpm, benchmark.meta.currency),
      rateMoney(benchmark.data.prices.cpc, benchmark.meta.currency),
      count(benchmark.meta.thresholds.min_impressions),
      count(benchmark.meta.thresholds.min_clicks),
    ),
  }
}

/** The first row: all placements, or those that a filter leaves. */
interface Total {
  readonly figures: PerformanceFigures
  readonly scope: string
  /** Why credited sales of these rows cannot be added up. */
  readonly overlap: string | null
}

function totalOfAll({ data }: Benchmark): Total {
  return { figures: data.totals, scope: data.merchant.merchant_name, overlap: null }
}

function totalOfPart({ data, meta }: Benchmark, rows: readonly Row[], scope: string): Total {
  return {
    figures: sumPerformance(rows, meta.currency),
    scope: texts.in(data.merchant.merchant_name, scope),
    overlap: meta.model === 'any_touch' && rows.length > 1 ? texts.aSaleCountsInEach : null,
  }
}

function rateColumns({ data, meta }: Benchmark, total: Total): Column<Row>[] {
  const of = (row: Row) => performanceFigures(meta, row, texts.in(data.merchant.merchant_name, row.placement_name))
  const all = performanceFigures(meta, total.figures, total.scope)
  const rate = ({ metric, part, needs, value, text }: Rate): Column<Row> => {
    const enough = (figures: Row | PerformanceFigures) => enoughData(figures, meta.thresholds)[needs]
    const shown = (figures: Row | PerformanceFigures, explanation: Explanation) =>
      enough(figures) ? <Explain explanation={explanation}>{text(figures)}</Explain> : <TooLittle />
    return {
      ...headOf(metric),
      ...(part === 'clickCvr' ? {} : { priority: 2 }),
      value: (row) => (enough(row) ? value(row) : null),
      cell: (row) => shown(row, of(row)[part]),
      total:
        total.overlap === null || part === 'ctr' ? shown(total.figures, all[part]) : <NoTotal why={total.overlap} />,
    }
  }
  return [
    {
      key: 'impressions',
      title: impressionsMetric.label,
      priority: 3,
      value: (row) => row.impressions,
      cell: (row) => <Explain explanation={of(row).impressions}>{count(row.impressions)}</Explain>,
      total: <Explain explanation={all.impressions}>{count(total.figures.impressions)}</Explain>,
    },
    rate(RATES.ctr),
    {
      ...headOf(conversionsMetric),
      priority: 3,
      value: (row) => row.conversions,
      cell: (row) => <Explain explanation={of(row).conversions}>{credit(row.conversions)}</Explain>,
      total:
        total.overlap === null ? (
          <Explain explanation={all.conversions}>{credit(total.figures.conversions)}</Explain>
        ) : (
          <NoTotal why={total.overlap} />
        ),
    },
    rate(RATES.cvr),
    rate(RATES.clickCvr),
    rate({ ...RATES.rpm, text: ({ rpm }) => rateMoney(rpm, meta.currency) }),
  ]
}

interface Rate {
  readonly metric: Metric
  readonly part: 'ctr' | 'cvr' | 'clickCvr' | 'rpm'
  readonly needs: 'perImpression' | 'perClick'
  readonly value: (row: Row) => SortValue
  readonly text: (figures: Row | PerformanceFigures) => string
}

const RATES: Readonly<Record<Rate['part'], Rate>> = {
  ctr: {
    ...{ metric: ctrMetric, part: 'ctr', needs: 'perImpression' },
    value: (row) => row.ctr_pct,
    text: ({ ctr_pct: pct }) => percentage(pct, 2),
  },
  cvr: {
    ...{ metric: cvrPerImpressionMetric, part: 'cvr', needs: 'perImpression' },
    value: (row) => row.cvr_pct,
    text: ({ cvr_pct: pct }) => smallPercentage(pct),
  },
  clickCvr: {
    ...{ metric: cvrPerClickMetric, part: 'clickCvr', needs: 'perClick' },
    value: (row) => row.click_cvr_pct,
    text: ({ click_cvr_pct: pct }) => percentage(pct, 1),
  },
  rpm: {
    ...{ metric: rpmMetric, part: 'rpm', needs: 'perImpression' },
    value: (row) => readMoney(row.rpm),
    text: ({ rpm }) => rpm ?? '',
  },
}

/** A rate of a few events says nothing. */
function TooLittle() {
  return (
    <span title={texts.notEnoughData}>
      {NO_VALUE}
      <span className="visually-hidden"> {texts.notEnoughData}</span>
    </span>
  )
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
      title: texts.categoryCvrPerClick,
      priority: 4,
      help: texts.ofTheOtherMerchants,
      value: (row) => row.category?.click_cvr_pct ?? null,
      cell: categoryCell,
    },
    {
      key: 'recommended_package',
      title: texts.recommendedPackage,
      left: true,
      isText: true,
      value: (row) => row.recommended_package,
      cell: (row) => (
        <span className={`${classes.chip} ${classes[TONES[row.recommended_package]] ?? ''}`}>
          {row.recommended_package}
          {row.basis === 'category' && <small>{texts.fromItsCategory}</small>}
        </span>
      ),
    },
    ...(['cpi', 'cpc', 'cpa'] as const).map(
      (kind): Column<Row> => ({
        key: `expected_${kind}_rpm`,
        title: texts.per1000(kind.toUpperCase()),
        help: EXPECTED_LABELS[kind],
        priority: 5,
        value: (row) => readMoney(row.expected_rpm?.[kind] ?? null),
        cell: (row) => rateMoney(row.expected_rpm?.[kind] ?? null, meta.currency),
      }),
    ),
    {
      key: 'reason',
      title: texts.why,
      left: true,
      priority: 1,
      cell: (row) => <span className={classes.reason}>{row.reason}</span>,
    },
    {
      key: 'simulate',
      title: texts.simulate,
      left: true,
      cell: (row) => {
        const href = simulatorLink(row, data.merchant.merchant_id, meta.currency)
        return href === null ? NO_VALUE : <Link href={href}>{texts.simulate}</Link>
      },
    },
  ]
}
