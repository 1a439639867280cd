import { MODEL_LABELS } from '@bx/contracts/metrics/creditModels'
import { notComparedWords, periodNames } from './compareWords.ts'
import type { PerformanceMeta, ReportMeta } from './endpoints.ts'
import { count, date, dateRange, dayIn, ratio, time, zoneName } from './formats.ts'
import type { ViewState } from './viewState.ts'

// What a user asked for, in words: on the first sheet of a workbook, and in the image of a chart.

type Line = readonly [label: string, value: string]
type Meta = ReportMeta & Partial<Pick<PerformanceMeta, 'model' | 'open_from' | 'finality' | 'currency'>>

/** Days, comparison, traffic and filters of a report, and how complete it is. */
export function askedLines(meta: Meta, state: ViewState): Line[] {
  return [
    ['Days', dateRange(meta.start, meta.end)],
    ['Compared with', comparedWith(meta)],
    ['Time zone', meta.time_zone],
    ['Traffic', meta.traffic === 'gross' ? 'Gross' : 'Net: without suspected invalid traffic'],
    ...filterLines(meta, state),
    ['Complete to', completeTo(meta)],
    ...finalLines(meta),
    ...(meta.currency === undefined ? [] : [['Currency', meta.currency] as const]),
    [
      'Sampling',
      meta.sampling === null
        ? 'None'
        : `${ratio(meta.sampling.share_sampled)} of impressions; ${count(meta.sampling.impressions_scaled)} when scaled`,
    ],
  ]
}

/** The same in one line: "22 – 28 Nov 2026 · compared with 15 – 21 Nov 2026 · net · High value". */
export function askedSentence(meta: Meta, state: ViewState): string {
  const compared = meta.compare === null ? [] : [`compared with ${comparedWith(meta)}`]
  const filters = filterLines(meta, state).map(([label, value]) => `${label.toLowerCase()}: ${value}`)
  return [dateRange(meta.start, meta.end), ...compared, `${meta.traffic} traffic`, ...filters].join(' · ')
}

/** "28 Nov 2026, 14:32 London". */
export function completeTo({
  complete_to: at,
  time_zone: zone,
}: Pick<ReportMeta, 'complete_to' | 'time_zone'>): string {
  return `${date(dayIn(zone, at))}, ${time(at, zone)} ${zoneName(zone)}`
}

function comparedWith(meta: Meta): string {
  return periodNames(meta).before ?? notComparedWords(meta) ?? 'No comparison'
}

function filterLines({ model }: Meta, state: ViewState): Line[] {
  return [
    ...(model === undefined || state.tab === 'lab' ? [] : [['Credit model', MODEL_LABELS[model]] as const]),
    ...(state.filter === '' ? [] : [['Filter', `“${state.filter}”`] as const]),
    ...(state.tier === 'all' ? [] : [['Tier', state.tier === 'high_value' ? 'High value' : 'Standard'] as const]),
    ...(state.seen === 'all' ? [] : [['Merchants', 'Not shown in the last 7 days'] as const]),
    ...(state.hours === 'all' ? [] : [['Hours', state.hours === 'weekdays' ? 'Weekdays' : 'Weekend'] as const]),
  ]
}

/** Days before the first open one can only change when pending sales are decided. */
function finalLines({ open_from: openFrom, finality }: Meta): Line[] {
  if (openFrom === undefined || finality === undefined) return []
  const final = finality.days.filter(({ state }) => state === 'final').map(({ day }) => day)
  const open = openFrom === null ? '' : `; sales can still come in from ${date(openFrom)} on`
  return [['Final until', `${final.length === 0 ? 'No day is final' : date(final.at(-1)!)}${open}`]]
}
