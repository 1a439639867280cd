import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { adLoadMetric, inferredMetric, paidShareMetric } from '@bx/contracts/metrics/paidShare'
import { comparedOf } from '../../lib/compareWords.ts'
import type { SlotMix, SlotMixDay, SlotMixRow } from '../../lib/endpoints.ts'
import { count, date, percentage } from '../../lib/formats.ts'
import { oncePer } from '../../lib/oncePer.ts'
import { type Comparison, comparedFacts, explainChange } from '../../ui/comparisons.ts'
import { type ExplainScope, explain } from '../../ui/explanations.ts'
import { texts } from './strings.ts'

// Explains each figure: definition, division, filters, window, watermark.

type Totals = SlotMix['data']['totals']
type Figures = Totals | SlotMixRow
type Mix = Omit<Totals, 'comparison'>

export const share = (pct: number | null) => percentage(pct, 1)

export function paidOf(mix: Pick<Mix, 'cpi_impressions' | 'cpc_impressions' | 'cpa_impressions'>): number {
  return mix.cpi_impressions + mix.cpc_impressions + mix.cpa_impressions
}

/** The limit as text: "40%". */
export function limitText({ meta }: SlotMix): string {
  return percentage(meta.limit_pct, Number.isInteger(meta.limit_pct) ? 0 : 1)
}

/** Of a placement, or of all of them. */
export const explanationsOf = oncePer((answer: SlotMix, figures: Figures) => {
  const isPlacement = 'placement_name' in figures
  const about = {
    meta: answer.meta,
    scope: isPlacement ? figures.placement_name : texts.allPlacements,
    counted: isPlacement ? figures.counted : answer.data.counted,
  }
  const comparison: Comparison = { compared: comparedOf(figures.comparison, 'paid_pct'), format: share, cut: 'days' }
  return {
    ...explainMix(answer, about, figures, comparedFacts(about.meta, comparison)),
    change: explainChange(about, paidShareMetric, comparison),
  }
})

/** Of one day of a placement. */
export const dayExplanationsOf = oncePer((answer: SlotMix, day: SlotMixDay) =>
  explainMix(answer, { meta: answer.meta, scope: date(day.date) }, day, []),
)

function explainMix(answer: SlotMix, about: ExplainScope, mix: Mix, compared: readonly (readonly [string, string])[]) {
  const paid = paidOf(mix)
  const { cpi_impressions: cpi, cpc_impressions: cpc, cpa_impressions: cpa, total_impressions: total } = mix
  const ofAll = { value: count(total), label: texts.ofTotal }
  return {
    impressions: explain(about, impressionsMetric, {
      value: count(total),
      division: [
        { value: count(paid), label: texts.ofPaid },
        '+',
        { value: count(mix.organic_impressions), label: texts.organic.toLowerCase() },
        '=',
        ofAll,
      ],
    }),
    paidShare: explain(
      about,
      paidShareMetric,
      {
        value: share(mix.paid_pct),
        division: [
          { value: count(paid), label: texts.ofPaid },
          '÷',
          ofAll,
          '=',
          { value: share(mix.paid_pct), label: texts.ofPaid },
        ],
      },
      [
        [texts.byType, texts.byTypeOf(count(cpi), count(cpc), count(cpa))],
        [texts.limit, texts.limitRule(limitText(answer), count(answer.meta.min_impressions))],
        ...compared,
      ],
    ),
    inferred: explain(about, inferredMetric, { value: count(mix.inferred_impressions) }),
    adLoad: explain(about, adLoadMetric, {
      value: loadText(mix.ad_load),
      division: [
        { value: count(paid), label: texts.ofPaid },
        '÷',
        { value: count(mix.sessions), label: texts.sessions },
        '=',
        { value: loadText(mix.ad_load), label: texts.perSessionOf },
      ],
    }),
  }
}

/** Two decimals: a session sees few paid impressions. */
export function loadText(load: number | null): string {
  return load === null ? count(null) : load.toFixed(2)
}
