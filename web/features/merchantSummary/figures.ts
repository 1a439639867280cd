import { averageRankMetric } from '@bx/contracts/metrics/averageRank'
import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { viewableRateMetric } from '@bx/contracts/metrics/viewableRate'
import { beforeFact } from '../../lib/compareWords.ts'
import type { MerchantSummary } from '../../lib/endpoints.ts'
import { average, count, NO_VALUE, percentage, ratio } from '../../lib/formats.ts'
import { oncePer } from '../../lib/oncePer.ts'
import { explain, impressionSum, precisionFact, reachText, visitorFact } from '../../ui/explanations.ts'

/** Explains a merchant's figures, over all placements or in one. */
export type Figures = MerchantSummary['data']['totals']

/** @param placement name of the placement; null for all */
export const explanationsOf = oncePer(explainAll)

function explainAll({ data, meta }: MerchantSummary, figures: Figures, placement: string | null) {
  const name = data.merchant.merchant_name
  const about = { meta, scope: placement === null ? name : `${name} in ${placement}`, counted: data.counted }
  const compared = figures.comparison
  const before = (now: string, then: string | null) =>
    compared === null || then === null ? {} : { before: beforeFact(meta, { now, before: then }, true) }
  const impressions = count(figures.impressions)
  return {
    impressions: explain(about, impressionsMetric, {
      value: impressions,
      ...(placement === null ? { division: impressionSum(about, impressions) } : {}),
      ...before(count(compared?.impressions ?? null), compared && count(compared.impressions_before)),
    }),
    reach: explain(
      about,
      reachMetric,
      {
        value: reachText(figures),
        ...before(
          count(compared?.unique_users ?? null),
          compared?.unique_users_before == null ? null : count(compared.unique_users_before),
        ),
      },
      [precisionFact(figures), visitorFact(figures)],
    ),
    frequency: explain(about, frequencyMetric, {
      value: average(figures.frequency),
      division: [
        { value: impressions, label: 'impressions' },
        '÷',
        { value: reachText(figures), label: 'people' },
        '=',
        { value: average(figures.frequency), label: 'per person' },
      ],
      ...before(
        average(compared?.frequency ?? null),
        compared?.frequency_before == null ? null : average(compared.frequency_before),
      ),
    }),
    rank: explain(about, averageRankMetric, { value: average(figures.avg_rank), says: 'The first place is rank 0' }),
    viewable: explain(about, viewableRateMetric, { value: ratio(figures.viewable_rate) }, [
      ['Viewable', `${count(figures.viewable_impressions)} impressions`],
    ]),
    ctr: explain(about, ctrMetric, {
      value: data.funnel.ctr_pct === null ? NO_VALUE : percentage(data.funnel.ctr_pct, 2),
      division: [
        { value: count(data.funnel.clicks), label: 'clicks' },
        '÷',
        { value: count(data.funnel.impressions), label: 'impressions' },
        '=',
        { value: percentage(data.funnel.ctr_pct, 2), label: 'CTR' },
      ],
    }),
  }
}
