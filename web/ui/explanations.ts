import type { Metric } from '@bx/contracts/metrics/metric'
import { visitorShareMetric } from '@bx/contracts/metrics/visitorShare'
import type { ReportMeta } from '../lib/endpoints.ts'
import { count, date, dateRange, ratio, time } from '../lib/formats.ts'
import type { Explanation } from './explanation.ts'

/** Shared by all explanations of a view: its window, its traffic and its scope. */
export interface ExplainScope {
  readonly meta: ReportMeta
  readonly scope: string
  /** Impressions stored and flagged; omitted if a view does not have them. */
  readonly counted?: { readonly stored: number; readonly flagged: number }
}

/** For a view with stored and flagged impressions. */
export type CountedScope = ExplainScope & { readonly counted: NonNullable<ExplainScope['counted']> }

/** A figure's definition and division, then the filters, the window and the watermark behind it. */
export function explain(
  { meta, scope, counted }: ExplainScope,
  metric: Metric,
  figure: Pick<Explanation, 'value' | 'division' | 'hint' | 'ruler' | 'daily'> & { readonly says?: string },
  facts: Explanation['facts'] = [],
): Explanation {
  return {
    title: metric.label,
    scope,
    value: figure.value,
    ...(figure.division ? { division: figure.division } : {}),
    ...(figure.hint ? { hint: figure.hint } : {}),
    ...(figure.ruler ? { ruler: figure.ruler } : {}),
    ...(figure.daily ? { daily: figure.daily } : {}),
    metric: metric.key,
    facts: [
      ['Meaning', figure.says ?? metric.formula],
      ...facts,
      ['Counted', countedWords(meta, counted)],
      ['Period', periodWords(meta)],
      ['Source', metric.source],
    ],
  }
}

function countedWords({ traffic }: ReportMeta, counted: ExplainScope['counted']): string {
  if (counted === undefined)
    return traffic === 'gross'
      ? 'Gross: suspected invalid impressions count'
      : 'Net: suspected invalid impressions are left out'
  const { stored, flagged } = counted
  if (traffic === 'gross') return `Gross: ${count(stored)} net and ${count(flagged)} suspected invalid`
  const share = ratio(stored + flagged > 0 ? flagged / (stored + flagged) : null)
  return `Net: ${count(flagged)} suspected invalid ${flagged === 1 ? 'impression is' : 'impressions are'} left out (${share})`
}

function periodWords(meta: ReportMeta): string {
  const open = meta.unfinished_day ? `; ${date(meta.unfinished_day, false)} is in progress` : ''
  return `${dateRange(meta.start, meta.end)}, ${meta.time_zone}; complete to ${time(meta.complete_to, meta.time_zone, true)}${open}`
}

/** Reach, and the share that was not signed in. */
interface Reach {
  readonly unique_users: number
  readonly unique_users_exact: boolean
  readonly unique_users_low: number
  readonly unique_users_high: number
  readonly visitor_share: number | null
  readonly visitor_share_low: number | null
  readonly visitor_share_high: number | null
}

/** "16,842", or "≈ 16,842" for an estimate. */
export function reachText(reach: Reach, format: (n: number) => string = count): string {
  return `${reach.unique_users_exact ? '' : '≈ '}${format(reach.unique_users)}`
}

export function precisionFact(reach: Reach): readonly [string, string] {
  return [
    'Precision',
    reach.unique_users_exact
      ? 'Exact'
      : `An estimate: 95% sure between ${count(reach.unique_users_low)} and ${count(reach.unique_users_high)}`,
  ]
}

/** Label of reach: "people, 21.3% visitors". */
export function peopleWords({ visitor_share: share }: Reach): string {
  return share === null ? 'people' : `people, ${ratio(share)} visitors`
}

export function visitorFact(reach: Reach): readonly [string, string] {
  const { visitor_share: share, visitor_share_low: low, visitor_share_high: high } = reach
  if (share === null)
    return [
      visitorShareMetric.label,
      reach.unique_users === 0
        ? 'Nobody was reached'
        : 'Unknown: these days include some from before visitors were recorded',
    ]
  const range = reach.unique_users_exact ? '' : ` (95% sure between ${ratio(low)} and ${ratio(high)})`
  return [visitorShareMetric.label, `${ratio(share)} of these people were not signed in${range}`]
}

/** Impressions as the sum of their parts. */
export function impressionSum(
  { meta, counted }: Pick<CountedScope, 'meta' | 'counted'>,
  shown: string,
): NonNullable<Explanation['division']> {
  const all = { value: count(counted.stored + counted.flagged), label: 'stored' }
  const flagged = { value: count(counted.flagged), label: 'flagged' }
  return meta.traffic === 'net'
    ? [all, '−', flagged, '=', { value: shown, label: 'impressions' }]
    : [{ value: count(counted.stored), label: 'net' }, '+', flagged, '=', { value: shown, label: 'impressions' }]
}
