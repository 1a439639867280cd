import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionShareMetric } from '@bx/contracts/metrics/impressionShare'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { beforeFact, countChange, overFullDays } from '../../lib/compareWords.ts'
import type { MerchantList, MerchantListRow } from '../../lib/endpoints.ts'
import { average, count, date, NO_VALUE, percentage } from '../../lib/formats.ts'
import { Delta } from '../../ui/Delta.tsx'
import { Explain } from '../../ui/Explain.tsx'
import { explain, precisionFact, reachText, visitorFact } from '../../ui/explanations.ts'
import { type Column, headOf } from '../../ui/tableSpec.ts'

type Row = MerchantListRow

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
  const changed = ({ comparison }: Pick<Row, 'comparison'>) =>
    comparable && comparison ? (
      <Delta
        change={countChange(comparison.impressions, comparison.impressions_before)}
        better={impressionsMetric.better}
      />
    ) : (
      NO_VALUE
    )
  return [
    {
      key: 'impressions',
      title: impressionsMetric.label,
      value: (row) => row.impressions,
      cell: (row) => <Explain explanation={explainImpressions({ data, meta }, row)}>{count(row.impressions)}</Explain>,
      total: count(data.totals.impressions),
    },
    {
      key: 'change',
      title: 'Change',
      help: over
        ? `Impressions against the period before, ${over}: today is not over`
        : 'Impressions against the period before',
      value: ({ comparison }) =>
        comparison && comparison.impressions_before > 0 ? comparison.impressions / comparison.impressions_before : null,
      cell: changed,
      total: changed(data.totals),
    },
    {
      key: 'impression_share_pct',
      title: 'Share',
      help: impressionShareMetric.formula,
      value: (row) => row.impression_share_pct,
      cell: (row) => (
        <Explain explanation={explainShare({ data, meta }, row)}>{percentage(row.impression_share_pct, 1)}</Explain>
      ),
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
      total: reachText(totals),
    },
    {
      ...headOf(frequencyMetric),
      value: (row) => row.frequency,
      optional: true,
      cell: (row) => <Explain explanation={explainFrequency(list, row)}>{average(row.frequency)}</Explain>,
      total: average(totals.frequency),
    },
  ]
}

function aboutOf({ data, meta }: MerchantList, row: Row) {
  return { meta, scope: row.merchant_name, counted: data.counted }
}

function explainImpressions(list: MerchantList, row: Row) {
  const { comparison } = row
  return explain(aboutOf(list, row), impressionsMetric, {
    value: count(row.impressions),
    ...(comparison
      ? {
          before: beforeFact(
            list.meta,
            { now: count(comparison.impressions), before: count(comparison.impressions_before) },
            true,
          ),
        }
      : {}),
  })
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

function explainReach(list: MerchantList, row: Row) {
  return explain(aboutOf(list, row), reachMetric, { value: reachText(row) }, [precisionFact(row), visitorFact(row)])
}

function explainFrequency(list: MerchantList, row: Row) {
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
