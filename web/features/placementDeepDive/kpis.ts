import { concentrationMetric } from '@bx/contracts/metrics/concentration'
import { fillRateMetric } from '@bx/contracts/metrics/fillRate'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { slotsFilledMetric } from '@bx/contracts/metrics/slotsFilled'
import {
  beforeFact,
  countChange,
  frequencyChange,
  fromWords,
  NOT_COMPARED,
  reachChange,
  shareChange,
} from '../../lib/compareWords.ts'
import type { PlacementDeepDive } from '../../lib/endpoints.ts'
import { average, type Change, count, NO_VALUE, percentage, ratio, shortCount } from '../../lib/formats.ts'
import { explain, impressionSum, peopleWords, precisionFact, reachText, visitorFact } from '../../ui/explanations.ts'
import type { Kpi } from '../../ui/KpiStrip.tsx'

/** Concentration first, then impressions, reach and slots. */
export function kpisOf(deepDive: PlacementDeepDive): Kpi[] {
  const about = { meta: deepDive.meta, scope: deepDive.data.placement.placement_name, counted: deepDive.data.counted }
  return [
    topShare(deepDive, about, 3),
    topShare(deepDive, about, 5),
    impressions(deepDive, about),
    reach(deepDive, about),
    frequency(deepDive, about),
    slots(deepDive, about),
    fill(deepDive, about),
  ]
}

type About = Parameters<typeof impressionSum>[0] & Parameters<typeof explain>[0]

function topShare({ data, meta }: PlacementDeepDive, about: About, n: 3 | 5): Kpi {
  const { concentration } = data
  const before = data.totals.comparison
  const value = percentage(concentration[`top_${n}_share_pct`], 1)
  const [now, then] = [before?.[`top_${n}_share_pct`] ?? null, before?.[`top_${n}_share_before_pct`] ?? null]
  return {
    label: `Top ${n} share`,
    value,
    unit: '',
    change: shareChange(now, then),
    from: fromWords(meta, then === null ? null : percentage(then, 1)),
    better: null,
    explanation: explain(
      about,
      { ...concentrationMetric, label: `Top ${n} share` },
      {
        value,
        division: [
          { value: count(concentration[`top_${n}_impressions`]), label: `of the largest ${n}` },
          '÷',
          { value: count(concentration.total_impressions), label: 'impressions' },
          '=',
          { value, label: 'share' },
        ],
        ...(then === null
          ? {}
          : { before: beforeFact(meta, { now: percentage(now, 1), before: percentage(then, 1) }, true) }),
      },
      [['Concentration', `HHI ${concentration.hhi?.toFixed(3) ?? NO_VALUE}, the sum of squared shares`]],
    ),
  }
}

function impressions({ data, meta }: PlacementDeepDive, about: About): Kpi {
  const { totals } = data
  const before = totals.comparison
  const value = count(totals.impressions)
  return {
    label: impressionsMetric.label,
    value: shortCount(totals.impressions),
    unit: '',
    change: before ? countChange(before.impressions, before.impressions_before) : NOT_COMPARED,
    from: before && before.impressions_before > 0 ? `from ${shortCount(before.impressions_before)}` : '',
    better: impressionsMetric.better,
    explanation: explain(about, impressionsMetric, {
      value,
      division: impressionSum(about, value),
      ...(before
        ? {
            before: beforeFact(
              meta,
              { now: count(before.impressions), before: count(before.impressions_before) },
              false,
            ),
          }
        : {}),
    }),
  }
}

function reach({ data, meta }: PlacementDeepDive, about: About): Kpi {
  const { totals } = data
  const before = totals.comparison
  return {
    label: reachMetric.label,
    value: reachText(totals, shortCount),
    unit: peopleWords(totals),
    change: reachChange(before),
    from: fromWords(meta, before?.unique_users_before ? shortCount(before.unique_users_before) : null),
    better: reachMetric.better,
    explanation: explain(
      about,
      reachMetric,
      {
        value: reachText(totals),
        ...(before?.unique_users_before == null
          ? {}
          : {
              before: beforeFact(
                meta,
                { now: count(before.unique_users), before: count(before.unique_users_before) },
                true,
              ),
            }),
      },
      [precisionFact(totals), visitorFact(totals)],
    ),
  }
}

function frequency({ data, meta }: PlacementDeepDive, about: About): Kpi {
  const { totals } = data
  const before = totals.comparison
  const value = average(totals.frequency)
  return {
    label: frequencyMetric.label,
    value,
    unit: 'per person',
    change: frequencyChange(before, totals),
    from: fromWords(meta, before?.frequency_before == null ? null : average(before.frequency_before)),
    better: frequencyMetric.better,
    explanation: explain(about, frequencyMetric, {
      value,
      division: [
        { value: count(totals.impressions), label: 'impressions' },
        '÷',
        { value: reachText(totals), label: 'people' },
        '=',
        { value, label: 'per person' },
      ],
      ...(before?.frequency_before == null
        ? {}
        : {
            before: beforeFact(
              meta,
              { now: average(before.frequency), before: average(before.frequency_before) },
              true,
            ),
          }),
    }),
  }
}

function slots({ data, meta }: PlacementDeepDive, about: About): Kpi {
  const { totals, placement } = data
  const before = totals.comparison
  const [now, then] = [before?.avg_merchants_shown ?? null, before?.avg_merchants_shown_before ?? null]
  return {
    label: slotsFilledMetric.label,
    value: average(totals.avg_merchants_shown),
    unit: `of ${placement.max_slots}, max ${count(totals.max_merchants_shown)}`,
    change: averageChange(now, then),
    from: fromWords(meta, then === null ? null : average(then)),
    better: slotsFilledMetric.better,
    explanation: explain(about, slotsFilledMetric, {
      value: average(totals.avg_merchants_shown),
      ...(then === null ? {} : { before: beforeFact(meta, { now: average(now), before: average(then) }, true) }),
    }),
  }
}

function fill({ data }: PlacementDeepDive, about: About): Kpi {
  const value = ratio(data.totals.fill_rate)
  return {
    label: fillRateMetric.label,
    value,
    unit: 'of slots',
    change: NOT_COMPARED,
    from: '',
    better: fillRateMetric.better,
    explanation: explain(about, fillRateMetric, { value }),
  }
}

/** "+0.3". */
function averageChange(now: number | null, before: number | null): Change {
  if (now === null || before === null) return NOT_COMPARED
  const difference = now - before
  if (Math.abs(difference) < 0.05) return { text: 'No change', direction: 'none' }
  return { text: `${difference > 0 ? '+' : ''}${average(difference)}`, direction: difference > 0 ? 'up' : 'down' }
}
