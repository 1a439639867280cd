import type { Metric } from '@bx/contracts/metrics/metric'
import type { ReportMeta } from '../lib/endpoints.ts'
import { count, date, dateRange, ratio, time } from '../lib/formats.ts'
import type { Explanation } from './Explain.tsx'

/** What every explanation of a view shares: its window, its traffic, and whom the figures are about. */
export interface ExplainScope {
  readonly meta: ReportMeta
  readonly scope: string
  /** Impressions stored and flagged; left out where a view does not know them. */
  readonly counted?: { readonly stored: number; readonly flagged: number }
}

/** Of a view that knows what was stored and flagged. */
export type CountedScope = ExplainScope & { readonly counted: NonNullable<ExplainScope['counted']> }

/** A figure's definition and division, then the filters, the window and the watermark behind it. */
export function explain(
  { meta, scope, counted }: ExplainScope,
  metric: Metric,
  figure: Pick<Explanation, 'value' | 'division' | 'hint'> & { readonly says?: string; readonly before?: string },
  facts: Explanation['facts'] = [],
): Explanation {
  return {
    title: metric.label,
    scope,
    value: figure.value,
    ...(figure.division ? { division: figure.division } : {}),
    ...(figure.hint ? { hint: figure.hint } : {}),
    metric: metric.key,
    facts: [
      ['What it says', figure.says ?? metric.formula],
      ...facts,
      ['Counted', countedWords(meta, counted)],
      ['Period', periodWords(meta)],
      ...(figure.before === undefined ? [] : ([['Before', figure.before]] as const)),
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
  return `Net: ${count(flagged)} suspected invalid impressions are left out (${share})`
}

function periodWords(meta: ReportMeta): string {
  const open = meta.unfinished_day ? `; ${date(meta.unfinished_day, false)} is not over` : ''
  return `${dateRange(meta.start, meta.end)}, ${meta.time_zone}; complete to ${time(meta.complete_to, meta.time_zone, true)}${open}`
}

interface Reach {
  readonly unique_users: number
  readonly unique_users_exact: boolean
  readonly unique_users_low: number
  readonly unique_users_high: number
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

/** Impressions as the sum that made them. */
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
