import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import type { Metric } from '@bx/contracts/metrics/metric'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { saturationMetric } from '@bx/contracts/metrics/saturation'
import { slotsFilledMetric } from '@bx/contracts/metrics/slotsFilled'
import { beforeFact, UNCLEAR } from '../../lib/compareWords.ts'
import type { PlacementOverview, PlacementOverviewRow } from '../../lib/endpoints.ts'
import { average, type Change, count, percentage, pointChange, ratio } from '../../lib/formats.ts'
import { oncePer } from '../../lib/oncePer.ts'
import type { Explanation } from '../../ui/Explain.tsx'
import {
  type CountedScope,
  explain,
  impressionSum,
  precisionFact,
  reachText,
  visitorFact,
} from '../../ui/explanations.ts'

// Explains each figure of the overview: definition, division, filters, window, watermark.

type Figures = PlacementOverview['data']['totals']

/** @param scope a placement's name, or "All placements" */
export const explanationsOf = oncePer(explainAll)

function explainAll({ data, meta }: PlacementOverview, figures: Figures, scope: string) {
  const about: CountedScope = { meta, scope, counted: data.counted }
  const isAll = figures === data.totals
  return {
    impressions: impressions(about, figures, isAll),
    reach: reach(about, figures),
    frequency: frequency(about, figures),
    slots: slots(about, figures),
    merchants: (known: number) =>
      explain(about, MERCHANTS, { value: count(figures.unique_merchants), ...merchantsBefore(about, figures) }, [
        ['Known', `${count(known)} merchants exist; the others were not shown`],
      ]),
  }
}

/** Change of a rate from renders: "no clear change" within noise. */
export function fillChange({ comparison }: Figures): Change {
  if (comparison?.fill_rate_clear === false) return UNCLEAR
  return pointChange(comparison?.fill_rate ?? null, comparison?.fill_rate_before ?? null)
}

/** Of rates, 0..1. */
export function fillDifference({ comparison }: Figures): number | null {
  if (comparison?.fill_rate == null || comparison.fill_rate_before === null) return null
  return comparison.fill_rate - comparison.fill_rate_before
}

function merchantsBefore({ meta }: CountedScope, { comparison }: Figures) {
  if (comparison?.unique_merchants == null) return {}
  const [now, before] = [count(comparison.unique_merchants), count(comparison.unique_merchants_before)]
  return { before: beforeFact(meta, { now, before }, true) }
}

/** Explains a count that is not a metric. */
const MERCHANTS: Metric = {
  key: 'unique_merchants',
  label: 'Merchants shown',
  formula: 'Distinct merchants with at least one impression; each counts once, whatever the placements',
  unit: 'merchants',
  source: 'placement_daily.merchants',
  additive: false,
  better: null,
}

function impressions(about: CountedScope, figures: Figures, isAll: boolean): Explanation {
  const before = figures.comparison
  const value = count(figures.total_impressions)
  return explain(
    about,
    impressionsMetric,
    {
      value,
      ...(isAll ? { division: impressionSum(about, value) } : {}),
      ...(before
        ? {
            before: beforeFact(
              about.meta,
              { now: count(before.impressions), before: count(before.impressions_before) },
              false,
            ),
          }
        : {}),
    },
    [
      [
        'Viewable',
        `${count(figures.viewable_impressions)} measured as viewable, ${ratio(figures.viewable_rate)} of those measured`,
      ],
    ],
  )
}

function reach(about: CountedScope, figures: Figures): Explanation {
  const before = figures.comparison
  const compared = before?.unique_users != null && before.unique_users_before != null
  return explain(
    about,
    reachMetric,
    {
      value: reachText(figures),
      ...(compared
        ? {
            before: beforeFact(
              about.meta,
              { now: count(before.unique_users), before: count(before.unique_users_before) },
              true,
            ),
          }
        : {}),
    },
    [precisionFact(figures), visitorFact(figures)],
  )
}

function frequency(about: CountedScope, figures: Figures): Explanation {
  const before = figures.comparison
  const compared = before?.frequency != null && before.frequency_before != null
  return explain(about, frequencyMetric, {
    value: average(figures.frequency),
    division: [
      { value: count(figures.total_impressions), label: 'impressions' },
      '÷',
      { value: reachText(figures), label: 'people' },
      '=',
      { value: average(figures.frequency), label: 'per person' },
    ],
    ...(compared
      ? {
          before: beforeFact(
            about.meta,
            { now: average(before.frequency), before: average(before.frequency_before) },
            true,
          ),
        }
      : {}),
  })
}

function slots(about: CountedScope, figures: Figures): Explanation {
  return explain(
    about,
    slotsFilledMetric,
    {
      value: average(figures.avg_merchants_shown),
      division: [
        { value: count(figures.merchants_shown_sum), label: 'merchants' },
        '÷',
        { value: count(figures.sessions), label: 'sessions' },
        '=',
        { value: average(figures.avg_merchants_shown), label: 'a session' },
      ],
    },
    [
      ['Of the slots', `${ratio(figures.slots_filled_rate)} of the slots these sessions had`],
      ...slotsBefore(about, figures),
      ['Renders', `Fill rate ${ratio(figures.fill_rate)}: slots filled ÷ slots available, as rendered`],
    ],
  )
}

/** The two compared values of each rate. */
function slotsBefore({ meta }: CountedScope, { comparison }: Figures): [string, string][] {
  if (comparison === null) return []
  const { slots_filled_rate: now, slots_filled_rate_before: before } = comparison
  const { fill_rate: fill, fill_rate_before: fillBefore, fill_rate_clear: isClear } = comparison
  const fact = (value: number, then: number) => beforeFact(meta, { now: ratio(value), before: ratio(then) }, true)
  return [
    ...(now === null || before === null ? [] : [['Slots filled before', fact(now, before)] as [string, string]]),
    ...(fill === null || fillBefore === null
      ? []
      : [['Fill rate before', `${fact(fill, fillBefore)}${isClear ? '' : ' (no clear change)'}`] as [string, string]]),
  ]
}

export function explainSaturation({ data, meta }: PlacementOverview, row: PlacementOverviewRow): Explanation {
  return explain({ meta, scope: row.placement_name, counted: data.counted }, saturationMetric, {
    value: percentage(row.saturation_rate),
    division: [
      { value: count(row.unique_merchants), label: 'merchants' },
      '÷',
      { value: count(row.max_slots), label: 'slots' },
      '=',
      { value: percentage(row.saturation_rate), label: 'rotation' },
    ],
  })
}
