import type { Metric } from '@bx/contracts/metrics/metric'
import { visitorShareMetric } from '@bx/contracts/metrics/visitorShare'
import type { ReportMeta } from '../lib/endpoints.ts'
import { count, date, dateRange, ratio, time } from '../lib/formats.ts'
import type { Explanation } from './explanation.ts'
import { texts } from './strings.ts'

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
      [texts.meaning, figure.says ?? metric.formula],
      ...facts,
      [texts.counted, countedWords(meta, counted)],
      [texts.period, periodWords(meta)],
      [texts.source, metric.source],
    ],
  }
}

function countedWords({ traffic }: ReportMeta, counted: ExplainScope['counted']): string {
  if (counted === undefined)
    return traffic === 'gross' ? texts.grossSuspectedInvalidImpressionsCount : texts.netSuspectedInvalidImpressions
  const { stored, flagged } = counted
  if (traffic === 'gross') return texts.grossNetAndSuspectedInvalid(count(stored), count(flagged))
  const share = ratio(stored + flagged > 0 ? flagged / (stored + flagged) : null)
  return texts.netSuspectedInvalidImpressionsAreLeft(count(flagged), flagged === 1, share)
}

function periodWords(meta: ReportMeta): string {
  const open = meta.unfinished_day ? texts.isInProgress(date(meta.unfinished_day, false)) : ''
  return texts.completeToOf(
    dateRange(meta.start, meta.end),
    meta.time_zone,
    time(meta.complete_to, meta.time_zone, true),
    open,
  )
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
    texts.precision,
    reach.unique_users_exact
      ? texts.exact
      : texts.anEstimate95PercentSure(count(reach.unique_users_low), count(reach.unique_users_high)),
  ]
}

/** Label of reach: "people, 21.3% visitors". */
export function peopleWords({ visitor_share: share }: Reach): string {
  return share === null ? 'people' : texts.peopleVisitors(ratio(share))
}

export function visitorFact(reach: Reach): readonly [string, string] {
  const { visitor_share: share, visitor_share_low: low, visitor_share_high: high } = reach
  if (share === null)
    return [
      visitorShareMetric.label,
      reach.unique_users === 0 ? texts.nobodyWasReached : texts.unknownTheseDaysIncludeSome,
    ]
  const range = reach.unique_users_exact ? '' : texts.sureBetweenAnd95(ratio(low), ratio(high))
  return [visitorShareMetric.label, texts.ofThesePeopleWere(ratio(share), range)]
}

/** Impressions as the sum of their parts. */
export function impressionSum(
  { meta, counted }: Pick<CountedScope, 'meta' | 'counted'>,
  shown: string,
): NonNullable<Explanation['division']> {
  const all = { value: count(counted.stored + counted.flagged), label: texts.storedInText }
  const flagged = { value: count(counted.flagged), label: texts.flagged }
  return meta.traffic === 'net'
    ? [all, '−', flagged, '=', { value: shown, label: texts.impressions }]
    : [
        { value: count(counted.stored), label: texts.net },
        '+',
        flagged,
        '=',
        { value: shown, label: texts.impressions },
      ]
}
