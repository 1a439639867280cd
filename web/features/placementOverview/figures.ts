import { fillRateMetric } from '@bx/contracts/metrics/fillRate'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import type { Metric } from '@bx/contracts/metrics/metric'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { saturationMetric } from '@bx/contracts/metrics/saturation'
import { slotsFilledMetric } from '@bx/contracts/metrics/slotsFilled'
import { comparedOf } from '../../lib/compareWords.ts'
import type { PlacementOverview, PlacementOverviewRow } from '../../lib/endpoints.ts'
import { average, count, percentage, ratio } from '../../lib/formats.ts'
import { oncePer } from '../../lib/oncePer.ts'
import { type Comparison, comparedFacts, explainChange } from '../../ui/comparisons.ts'
import type { Explanation } from '../../ui/explanation.ts'
import {
  type CountedScope,
  explain,
  impressionSum,
  precisionFact,
  reachText,
  visitorFact,
} from '../../ui/explanations.ts'
import { texts } from './strings.ts'

// Explains each figure of the overview: definition, division, filters, window, watermark.

type Figures = PlacementOverview['data']['totals']

/** The comparisons of a row or of the total; impressions are cut at the same hour, all others cover whole days. */
export function comparisonsOf({ comparison }: Pick<Figures, 'comparison'>) {
  return {
    impressions: { compared: comparedOf(comparison, 'impressions'), format: count, cut: 'hours' },
    reach: { compared: comparedOf(comparison, 'unique_users'), format: count, cut: 'days' },
    frequency: { compared: comparedOf(comparison, 'frequency'), format: average, cut: 'days' },
    slots: { compared: comparedOf(comparison, 'slots_filled_rate'), format: ratio, cut: 'days' },
    fill: { compared: comparedOf(comparison, 'fill_rate'), format: ratio, cut: 'days' },
    merchants: { compared: comparedOf(comparison, 'unique_merchants'), format: count, cut: 'days' },
  } as const satisfies Record<string, Comparison>
}

/** Of a placement's row, or of the total. */
export const explanationsOf = oncePer(explainAll)

/** What a row's or the total's explanations share: its name and its own stored impressions. */
export function aboutOf({ data, meta }: PlacementOverview, figures: Figures | PlacementOverviewRow): CountedScope {
  return 'placement_name' in figures
    ? { meta, scope: figures.placement_name, counted: figures.counted }
    : { meta, scope: texts.allPlacements, counted: data.counted }
}

function explainAll(overview: PlacementOverview, figures: Figures | PlacementOverviewRow) {
  const about = aboutOf(overview, figures)
  const daily = 'daily' in figures ? figures.daily : overview.data.daily
  const compared = comparisonsOf(figures)
  return {
    impressions: impressions(about, figures, daily),
    impressionsChange: explainChange(about, impressionsMetric, compared.impressions),
    reach: explain(about, reachMetric, { value: reachText(figures) }, [
      precisionFact(figures),
      visitorFact(figures),
      ...comparedFacts(about.meta, compared.reach),
    ]),
    frequency: frequency(about, figures),
    slots: slots(about, figures),
    fill: explain(about, fillRateMetric, { value: ratio(figures.fill_rate) }, comparedFacts(about.meta, compared.fill)),
    fillChange: explainChange(about, fillRateMetric, compared.fill),
    merchants: explain(about, MERCHANTS, { value: count(figures.unique_merchants) }, [
      [texts.merchants, merchantsKnown(figures.unique_merchants, overview.data.merchants_known)],
      ...comparedFacts(about.meta, compared.merchants),
    ]),
    mostMerchants: explain(about, MOST_MERCHANTS, { value: count(figures.max_merchants_shown) }),
  }
}

function merchantsKnown(shown: number, known: number): string {
  return texts.inTotalNotShownHere(count(known), count(known - shown))
}

/** Explains counts that are not metrics. */
export const MERCHANTS: Metric = {
  key: 'unique_merchants',
  label: texts.merchantsShown,
  formula: texts.distinctMerchantsWithAtLeast,
  unit: texts.merchantsInText,
  source: 'placement_daily.merchants',
  additive: false,
  better: null,
}
const MOST_MERCHANTS: Metric = {
  ...MERCHANTS,
  label: texts.mostMerchantsInASession,
  formula: texts.theLargestNumberOfDistinct,
  source: 'slot_daily',
}

function impressions(about: CountedScope, figures: Figures, daily: PlacementOverviewRow['daily']): Explanation {
  const value = count(figures.total_impressions)
  return explain(
    about,
    impressionsMetric,
    {
      value,
      division: impressionSum(about, value),
      daily: {
        days: daily.map(({ day, impressions }) => ({ day, value: impressions, text: count(impressions) })),
        unfinishedDay: about.meta.unfinished_day,
      },
    },
    [
      [
        texts.viewable,
        texts.measuredAsViewableOfThose(count(figures.viewable_impressions), ratio(figures.viewable_rate)),
      ],
      ...comparedFacts(about.meta, comparisonsOf(figures).impressions),
    ],
  )
}

function frequency(about: CountedScope, figures: Figures): Explanation {
  return explain(
    about,
    frequencyMetric,
    {
      value: average(figures.frequency),
      division: [
        { value: count(figures.total_impressions), label: texts.impressions },
        '÷',
        { value: reachText(figures), label: texts.people },
        '=',
        { value: average(figures.frequency), label: texts.perPerson },
      ],
    },
    comparedFacts(about.meta, comparisonsOf(figures).frequency),
  )
}

/** Opens with the share of slots, as the strip and the total show it, and with the average of a session below. */
function slots(about: CountedScope, figures: Figures): Explanation {
  const { slots_filled_rate: share, avg_merchants_shown: mean } = figures
  const value = about.scope === texts.allPlacements ? ratio(share) : average(mean)
  return explain(
    about,
    slotsFilledMetric,
    {
      value,
      division: [
        { value: count(figures.merchants_shown_sum), label: texts.merchantsInText },
        '÷',
        { value: count(figures.sessions), label: texts.sessions },
        '=',
        { value: average(mean), label: texts.aSession },
      ],
    },
    [
      [texts.ofTheSlots, texts.ofTheSlotsTheseSessions(ratio(share), average(mean))],
      ...comparedFacts(about.meta, comparisonsOf(figures).slots),
      [texts.renders, texts.fillRateSlotsFilledPer(ratio(figures.fill_rate))],
    ],
  )
}

export function explainSaturation({ meta }: PlacementOverview, row: PlacementOverviewRow): Explanation {
  return explain({ meta, scope: row.placement_name, counted: row.counted }, saturationMetric, {
    value: percentage(row.saturation_rate),
    division: [
      { value: count(row.unique_merchants), label: texts.merchantsInText },
      '÷',
      { value: count(row.max_slots), label: texts.slots },
      '=',
      { value: percentage(row.saturation_rate), label: texts.rotationInText },
    ],
  })
}
