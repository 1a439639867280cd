import { rankedChange } from '@bx/contracts/metrics/change'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionShare, impressionShareMetric } from '@bx/contracts/metrics/impressionShare'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { percent } from '@bx/contracts/metrics/metric'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { comparedOf, overFullDays } from '../../lib/compareWords.ts'
import type { MerchantList, MerchantListRow } from '../../lib/endpoints.ts'
import { average, count, date, NO_VALUE, percentage } from '../../lib/formats.ts'
import { ChangeCell } from '../../ui/ChangeCell.tsx'
import { type Comparison, comparedFacts, explainChange } from '../../ui/comparisons.ts'
import { Explain } from '../../ui/Explain.tsx'
import {
  type CountedScope,
  explain,
  impressionSum,
  precisionFact,
  reachText,
  visitorFact,
} from '../../ui/explanations.ts'
import { COUNTED_ONCE, NoTotal } from '../../ui/NoTotal.tsx'
import { type Column, headOf } from '../../ui/tableSpec.ts'
import { ctrColumn } from './ctrColumn.tsx'
import { texts } from './strings.ts'

type Row = MerchantListRow
type Totals = MerchantList['data']['totals']

/** The first row: all merchants, or those that were found. */
interface Total {
  readonly figures: MerchantList['data']['found']
  readonly about: CountedScope
  /** null where people cannot be counted. */
  readonly people: Totals | null
}

/**
 * The columns after the merchant's name.
 * @param part names the merchants found: "12 of 60 merchants"; null if they are all
 */
export function columnsOf(list: MerchantList, comparable: boolean, part: string | null): Column<Row>[] {
  const total = totalOf(list, part)
  return [
    {
      key: 'category',
      title: texts.category,
      left: true,
      isText: true,
      priority: 3,
      value: (row) => row.category,
      cell: (row) => row.category ?? NO_VALUE,
    },
    ...volumeColumns(list, total, comparable),
    ...audienceColumns(list, total),
    ctrColumn(list, {
      total: total.figures,
      totalScope: total.about,
      scopeOf: (row) => aboutOf(list, row),
      comparable,
    }),
    {
      key: 'last_shown_day',
      title: texts.lastShown,
      priority: 2,
      value: (row) => row.last_shown_day,
      cell: (row) => (row.last_shown_day === null ? texts.never : date(row.last_shown_day)),
      total: NO_VALUE,
    },
  ]
}

function totalOf({ data, meta }: MerchantList, part: string | null): Total {
  const figures = data.found
  const about = { meta, scope: part ?? texts.allMerchants, counted: figures.counted }
  return { figures, about, people: part === null ? data.totals : null }
}

function volumeColumns({ data, meta }: MerchantList, total: Total, comparable: boolean): Column<Row>[] {
  const over = overFullDays(meta)
  const list = { data, meta }
  const changed = (figures: Row | Total['figures'], about: CountedScope) => (
    <ChangeCell
      change={figures.comparison?.impressions_change ?? null}
      better={impressionsMetric.better}
      explanation={explainChange(about, impressionsMetric, impressionsOf(figures))}
      comparable={comparable}
    />
  )
  const impressions = (figures: Row | Total['figures'], about: CountedScope) => (
    <Explain explanation={explainImpressions(about, figures)}>{count(figures.impressions)}</Explain>
  )
  const share = percent(impressionShare(total.figures.impressions, data.totals.impressions))
  return [
    {
      key: 'impressions',
      title: impressionsMetric.label,
      value: (row) => row.impressions,
      cell: (row) => impressions(row, aboutOf(list, row)),
      total: impressions(total.figures, total.about),
    },
    {
      key: 'change',
      title: texts.change,
      help: texts.impressionsComparedWithThePrevious(over && ` ${over}`),
      priority: 1,
      value: ({ comparison: c }) => c && rankedChange(c.impressions_change, c.impressions, c.impressions_before),
      cell: (row) => changed(row, aboutOf(list, row)),
      total: changed(total.figures, total.about),
    },
    {
      key: 'impression_share_pct',
      title: texts.share,
      help: impressionShareMetric.formula,
      priority: 2,
      value: (row) => row.impression_share_pct,
      cell: (row) => <Explain explanation={explainShare(list, row)}>{percentage(row.impression_share_pct, 1)}</Explain>,
      total: percentage(share, 1),
    },
  ]
}

function audienceColumns(list: MerchantList, { people }: Total): Column<Row>[] {
  return [
    {
      ...headOf(reachMetric),
      priority: 2,
      value: (row) => row.unique_users,
      cell: (row) => <Explain explanation={explainReach(list, row)}>{reachText(row)}</Explain>,
      total:
        people === null ? (
          <NoTotal why={COUNTED_ONCE} />
        ) : (
          <Explain explanation={explainReach(list, people)}>{reachText(people)}</Explain>
        ),
    },
    {
      ...headOf(frequencyMetric),
      priority: 4,
      value: (row) => row.frequency,
      cell: (row) => <Explain explanation={explainFrequency(list, row)}>{average(row.frequency)}</Explain>,
      total:
        people === null ? (
          <NoTotal why={COUNTED_ONCE} />
        ) : (
          <Explain explanation={explainFrequency(list, people)}>{average(people.frequency)}</Explain>
        ),
    },
  ]
}

function aboutOf({ data, meta }: MerchantList, row: Row | Totals): CountedScope {
  return 'merchant_name' in row
    ? { meta, scope: row.merchant_name, counted: row.counted }
    : { meta, scope: texts.allMerchants, counted: data.counted }
}

/** Over whole days: a merchant's impressions are stored by the day. */
function impressionsOf({ comparison }: Row | Total['figures']): Comparison {
  return { compared: comparedOf(comparison, 'impressions'), format: count, cut: 'days' }
}

function explainImpressions(about: CountedScope, figures: Row | Total['figures']) {
  const value = count(figures.impressions)
  const facts = comparedFacts(about.meta, impressionsOf(figures))
  return explain(about, impressionsMetric, { value, division: impressionSum(about, value) }, facts)
}

function explainShare(list: MerchantList, row: Row) {
  const value = percentage(row.impression_share_pct, 1)
  return explain(aboutOf(list, row), impressionShareMetric, {
    value,
    says: texts.ofAllImpressionsShown,
    division: [
      { value: count(row.impressions), label: texts.impressions },
      '÷',
      { value: count(list.data.totals.impressions), label: texts.ofAll },
      '=',
      { value, label: texts.shareInText },
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
      { value: count(row.impressions), label: texts.impressions },
      '÷',
      { value: reachText(row), label: texts.people },
      '=',
      { value, label: texts.perPerson },
    ],
  })
}
