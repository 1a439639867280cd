import { MODEL_LABELS } from '@bx/contracts/metrics/creditModels'
import { notComparedWords, periodNames } from './compareWords.ts'
import type { PerformanceMeta, ReportMeta } from './endpoints.ts'
import { count, date, dateRange, dayIn, ratio, time, zoneName } from './formats.ts'
import { texts } from './strings.ts'
import type { ViewState } from './viewState.ts'

// What a user asked for, in words: on the first sheet of a workbook, and in the image of a chart.

type Line = readonly [label: string, value: string]
type Meta = ReportMeta & Partial<Pick<PerformanceMeta, 'model' | 'open_from' | 'finality' | 'currency'>>

/** Days, comparison, traffic and filters of a report, and how complete it is. */
export function askedLines(meta: Meta, state: ViewState): Line[] {
  return [
    [texts.days, dateRange(meta.start, meta.end)],
    [texts.comparedWith, comparedWith(meta)],
    [texts.timeZone, meta.time_zone],
    [texts.traffic, meta.traffic === 'gross' ? texts.gross : texts.netWithoutSuspectedInvalidTraffic],
    ...filterLines(meta, state),
    [texts.completeTo, completeTo(meta)],
    ...finalLines(meta),
    ...(meta.currency === undefined ? [] : [[texts.currency, meta.currency] as const]),
    [
      texts.sampling,
      meta.sampling === null
        ? texts.none
        : texts.ofImpressionsWhenScaled(ratio(meta.sampling.share_sampled), count(meta.sampling.impressions_scaled)),
    ],
  ]
}

/** The same in one line: "22 – 28 Nov 2026 · compared with 15 – 21 Nov 2026 · net · High value". */
export function askedSentence(meta: Meta, state: ViewState): string {
  const compared = meta.compare === null ? [] : [texts.comparedWithOf(comparedWith(meta))]
  const filters = filterLines(meta, state).map(([label, value]) => `${label.toLowerCase()}: ${value}`)
  return [dateRange(meta.start, meta.end), ...compared, texts.trafficOf(meta.traffic), ...filters].join(' · ')
}

/** "28 Nov 2026, 14:32 London". */
export function completeTo({
  complete_to: at,
  time_zone: zone,
}: Pick<ReportMeta, 'complete_to' | 'time_zone'>): string {
  return `${date(dayIn(zone, at))}, ${time(at, zone)} ${zoneName(zone)}`
}

function comparedWith(meta: Meta): string {
  return periodNames(meta).before ?? notComparedWords(meta) ?? texts.noComparison
}

function filterLines({ model }: Meta, state: ViewState): Line[] {
  return [
    ...(model === undefined || state.tab === 'lab' ? [] : [[texts.creditModel, MODEL_LABELS[model]] as const]),
    ...(state.filter === '' ? [] : [[texts.filter, `“${state.filter}”`] as const]),
    ...(state.tier === 'all'
      ? []
      : [[texts.tier, state.tier === 'high_value' ? texts.highValue : texts.standard] as const]),
    ...(state.seen === 'all' ? [] : [[texts.merchants, texts.notShownInTheLast] as const]),
    ...(state.hours === 'all'
      ? []
      : [[texts.hours, state.hours === 'weekdays' ? texts.weekdays : texts.weekend] as const]),
  ]
}

/** Days before the first open one can only change when pending sales are decided. */
function finalLines({ open_from: openFrom, finality }: Meta): Line[] {
  if (openFrom === undefined || finality === undefined) return []
  const final = finality.days.filter(({ state }) => state === 'final').map(({ day }) => day)
  const open = openFrom === null ? '' : texts.salesCanStillCome(date(openFrom))
  return [[texts.finalUntil, `${final.length === 0 ? texts.noDayIsFinal : date(final.at(-1)!)}${open}`]]
}
