import type { RangeMeta } from '@bx/contracts/endpoints/common'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { average, type Change, change, count, NO_VALUE, shortCount, wholeDays } from '../lib/formats.ts'
import { explanationOf, wholeDaysFact } from './explanationOf.ts'
import type { Kpi } from './KpiStrip.tsx'

/** Reach and frequency of a scope, as every view's totals carry them. */
export interface ReachTotals {
  readonly impressions: number
  readonly unique_users: number
  readonly unique_users_exact: boolean
  readonly unique_users_low: number
  readonly unique_users_high: number
  readonly frequency: number | null
  readonly comparison: {
    readonly unique_users: number | null
    readonly unique_users_before: number | null
    readonly unique_users_clear: boolean | null
    readonly frequency: number | null
    readonly frequency_before: number | null
  } | null
}

const UNCLEAR: Change = { text: 'No clear change', direction: null }

/**
 * The reach and frequency cards. Both are compared over whole days, so the delta names those days and the values it
 * compares: the card's own value includes today.
 */
export function reachKpis(totals: ReachTotals, meta: RangeMeta, scope: string, flagged: number): Kpi[] {
  const before = totals.comparison
  const over = wholeDays(meta.compare?.reach_days ?? null)
  const values = (here: string, then: string) => `${over}${here} from ${then}`
  const isClear = before?.unique_users_clear !== false
  return [
    {
      label: reachMetric.label,
      value: reachText(totals, shortCount),
      unit: 'people',
      change: before && (isClear ? change(before.unique_users, before.unique_users_before) : UNCLEAR),
      from:
        before?.unique_users != null && before.unique_users_before
          ? values(shortCount(before.unique_users), shortCount(before.unique_users_before))
          : '',
      better: reachMetric.better,
      explanation: explainReach(totals, meta, scope, flagged),
    },
    {
      label: frequencyMetric.label,
      value: average(totals.frequency),
      unit: 'per person',
      change: before && change(before.frequency, before.frequency_before),
      from: before?.frequency_before ? values(average(before.frequency), average(before.frequency_before)) : '',
      better: frequencyMetric.better,
      explanation: explainFrequency(totals, meta, scope, flagged),
    },
  ]
}

/** People with ≈ where they are an estimate. */
export function reachText(
  totals: Pick<ReachTotals, 'unique_users' | 'unique_users_exact'>,
  format: (n: number) => string,
): string {
  return `${totals.unique_users_exact ? '' : '≈ '}${format(totals.unique_users)}`
}

type Reach = Omit<ReachTotals, 'comparison'>

export function explainReach(totals: Reach, meta: RangeMeta, scope: string, flagged: number) {
  const { unique_users_exact: isExact, unique_users_low: low, unique_users_high: high } = totals
  const precision = isExact ? 'Exact' : `An estimate: 95 % sure between ${count(low)} and ${count(high)}`
  const facts = [['Precision', precision], ...wholeDaysFact(meta)] as const
  return explanationOf({ metric: reachMetric, scope, value: count(totals.unique_users), meta, flagged, facts })
}

export function explainFrequency(totals: Reach, meta: RangeMeta, scope: string, flagged: number) {
  const value = average(totals.frequency)
  const division = `${count(totals.impressions)} ÷ ${count(totals.unique_users)} = ${value === NO_VALUE ? 'no value' : value}`
  const facts = [['Division', division], ...wholeDaysFact(meta)] as const
  return explanationOf({ metric: frequencyMetric, scope, value, meta, flagged, facts })
}
