import { rankedChange } from '@bx/contracts/metrics/change'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionShareMetric } from '@bx/contracts/metrics/impressionShare'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { comparedOf, overFullDays } from '../../lib/compareWords.ts'
import type { MerchantList, MerchantListRow } from '../../lib/endpoints.ts'
import { average, count, date, NO_VALUE, percentage } from '../../lib/formats.ts'
import { ChangeCell } from '../../ui/ChangeCell.tsx'
import { type Comparison, comparedFacts, explainChange } from '../../ui/comparisons.ts'
import { Explain } from '../../ui/Explain.tsx'
import { explain, impressionSum, precisionFact, reachText, visitorFact } from '../../ui/explanations.ts'
import { type Column, headOf } from '../../ui/tableSpec.ts'

type Row = MerchantListRow
type Totals = MerchantList['data']['totals']

/** The columns after the merchant's name. */
export function columnsOf(list: MerchantList, comparable: boolean): Column<Row>[] {
  return [
    {
      key: 'category',
      title: 'Category',
      left: true,
      optional: true,
      value: (row) => row.category?.toLowerCase() ?? null,
      cell: (row) => row.category ?? NO_VALUE,
    },
    ...volumeColumns(list, comparable),
    ...audienceColumns(list),
    {
      key: 'last_shown_day',
      title: 'Last shown',
      value: (row) => row.last_shown_day,
      cell: (row) => (row.last_shown_day === null ? 'Never' : date(row.last_shown_day)),
      total: NO_VALUE,
    },
  ]
}

function volumeColumns({ data, meta }: MerchantList, comparable: boolean): Column<Row>[] {
  const over = overFullDays(meta)
  const list = { data, meta }
  const changed = (row: Row | Totals) => (
    <ChangeCell
      change={row.comparison?.impressions_change ?? null}
      better={impressionsMetric.better}
      explanation={explainChange(aboutOf(list, row), impressionsMetric, impressionsOf(row))}
      comparable={comparable}
    />
  )
  return [
    {
      key: 'impressions',
      title: impressionsMetric.label,
      value: (row) => row.impressions,
      cell: (row) => <Explain explanation={explainImpressions(list, row)}>{count(row.impressions)}</Explain>,
      total: <Explain explanation={explainImpressions(list, data.totals)}>{count(data.totals.impressions)}</Explain>,
    },
    {
      key: 'change',
      title: 'Change',
      help: `Impressions compared with the previous period${over && ` ${over}`}. Merchants with fewer than 100 impressions in both sort last.`,
      value: ({ comparison: c }) => c && rankedChange(c.impressions_change, c.impressions, c.impressions_before),
      cell: changed,
      total: changed(data.totals),
    },
    {
      key: 'impression_share_pct',
      title: 'Share',
      help: impressionShareMetric.formula,
      value: (row) => row.impression_share_pct,
      cell: (row) => <Explain explanation={explainShare(list, row)}>{percentage(row.impression_share_pct, 1)}</Explain>,
      total: percentage(data.totals.impressions > 0 ? 100 : null, 1),
    },
  ]
}

function audienceColumns(list: MerchantList): Column<Row>[] {
  const { totals } = list.data
  return [
    {
      ...headOf(reachMetric),
      value: (row) => row.unique_users,
      cell: (row) => <Explain explanation={explainReach(list, row)}>{reachText(row)}</Explain>,
      total: <Explain explanation={explainReach(list, totals)}>{reachText(totals)}</Explain>,
    },
    {
      ...headOf(frequencyMetric),
      value: (row) => row.frequency,
      optional: true,
      cell: (row) => <Explain explanation={explainFrequency(list, row)}>{average(row.frequency)}</Explain>,
      total: <Explain explanation={explainFrequency(list, totals)}>{average(totals.frequency)}</Explain>,
    },
  ]
}

function aboutOf({ data, meta }: MerchantList, row: Row | Totals) {
  return 'merchant_name' in row
    ? { meta, scope: row.merchant_name, counted: row.counted }
    : { meta, scope: 'All merchants', counted: data.counted }
}

/** Over whole days: a merchant's impressions are stored by the day. */
function impressionsOf({ comparison }: Row | Totals): Comparison {
  return { compared: comparedOf(comparison, 'impressions'), format: count, cut: 'days' }
}

function explainImpressions(list: MerchantList, row: Row | Totals) {
  const about = aboutOf(list, row)
  const value = count(row.impressions)
  const facts = comparedFacts(list.meta, impressionsOf(row))
  return explain(about, impressionsMetric, { value, division: impressionSum(about, value) }, facts)
}

function explainShare(list: MerchantList, row: Row) {
  const value = percentage(row.impression_share_pct, 1)
  return explain(aboutOf(list, row), impressionShareMetric, {
    value,
    says: 'Of all impressions shown in all placements, the share of this merchant',
    division: [
      { value: count(row.impressions), label: 'impressions' },
      '÷',
      { value: count(list.data.totals.impressions), label: 'of all' },
      '=',
      { value, label: 'share' },
    ],
  })
}

function explainReach(list: MerchantList, row: Row | Totals) {
  return explain(aboutOf(list, row), reachMetric, { value: reachText(row) }, [precisionFact(row), visitorFact(row)])
}

function explainFrequency(list: MerchantList, row: Row | Totals) {
  const value = average(row.frequency)
  return explain(aboutOf(list, row), frequencyMetric, {
    value,
    division: [
      { value: count(row.impressions), label: 'impressions' },
      '÷',
      { value: reachText(row), label: 'people' },
      '=',
      { value, label: 'per person' },
    ],
  })
}
