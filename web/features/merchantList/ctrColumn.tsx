import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { NOTHING_COMPARED } from '../../lib/compareWords.ts'
import type { MerchantList, MerchantListRow } from '../../lib/endpoints.ts'
import { count, NO_VALUE, percentage } from '../../lib/formats.ts'
import { type Comparison, comparedFacts } from '../../ui/comparisons.ts'
import { type CountedScope, explain } from '../../ui/explanations.ts'
import { ChangedRate } from '../../ui/RateCell.tsx'
import { type Column, headOf } from '../../ui/tableSpec.ts'
import { texts } from './strings.ts'

type Figures = MerchantList['data']['found']

/** CTR with its change below, from enough impressions on. */
export function ctrColumn(
  { meta }: MerchantList,
  {
    total,
    totalScope,
    scopeOf,
    comparable,
  }: {
    readonly total: Figures
    readonly totalScope: CountedScope
    readonly scopeOf: (row: MerchantListRow) => CountedScope
    readonly comparable: boolean
  },
): Column<MerchantListRow> {
  const enough = ({ impressions }: Figures) => impressions >= Math.max(1, meta.min_impressions)
  const cell = (figures: Figures, about: CountedScope) =>
    enough(figures) ? (
      <ChangedRate
        explanation={explainCtr(about, figures, meta.min_impressions)}
        text={percentage(figures.ctr_pct, 2)}
        change={comparable ? (figures.comparison?.ctr_change ?? null) : null}
      />
    ) : (
      <span title={texts.needsImpressions(count(meta.min_impressions))}>{NO_VALUE}</span>
    )
  return {
    ...headOf(ctrMetric),
    help: texts.clicksPerImpressionsShown(count(meta.min_impressions)),
    priority: 1,
    value: (row) => (enough(row) ? row.ctr_pct : null),
    cell: (row) => cell(row, scopeOf(row)),
    total: cell(total, totalScope),
  }
}

function explainCtr(about: CountedScope, figures: Figures, enough: number) {
  const value = percentage(figures.ctr_pct, 2)
  const { ctr_interval: range } = figures
  const rangeText = range === null ? '' : `${percentage(range.low, 2)} – ${percentage(range.high, 2)}`
  return explain(
    about,
    ctrMetric,
    {
      value,
      division: [
        { value: count(figures.clicks), label: texts.clicks },
        '÷',
        { value: count(figures.impressions), label: texts.impressions },
        '=',
        { value, label: `95%: ${rangeText}` },
      ],
      hint: texts.sure95(rangeText),
    },
    [
      ...comparedFacts(about.meta, ctrComparison(figures.comparison)),
      [texts.sample, texts.shownFromImpressionsOnFewer(count(enough))],
    ],
  )
}

function ctrComparison(c: Figures['comparison']): Comparison {
  const compared = c === null ? NOTHING_COMPARED : { now: c.ctr_pct, before: c.ctr_before_pct, change: c.ctr_change }
  return { compared, format: (value) => percentage(value, 2), cut: 'days' }
}
