import type { RangeMeta } from '@bx/contracts/endpoints/common'
import type { Metric } from '@bx/contracts/metrics/metric'
import { count, date, dateRange, time } from '../lib/formats.ts'
import type { Explanation } from './Explain.tsx'

interface Explained {
  readonly metric: Metric
  readonly scope: string
  readonly value: string
  readonly meta: RangeMeta
  /** Suspected invalid impressions in the scope. */
  readonly flagged: number
  readonly facts: readonly (readonly [name: string, text: string])[]
}

/** What stands behind a figure: definition, its own facts, filters, window, watermark, source. */
export function explanationOf({ metric, scope, value, meta, flagged, facts }: Explained): Explanation {
  const left = meta.traffic === 'net' ? 'are left out' : 'are counted too'
  const today = meta.unfinished_day ? `; ${date(meta.unfinished_day, false)} is not over` : ''
  return {
    title: metric.label,
    scope,
    value,
    facts: [
      ['Definition', metric.formula],
      ...facts,
      [
        'Counted',
        `${meta.traffic === 'net' ? 'Net' : 'Gross'}: ${count(flagged)} suspected invalid impressions ${left}`,
      ],
      [
        'Period',
        `${dateRange(meta.start, meta.end)}, ${meta.time_zone}; complete to ${time(meta.complete_to, meta.time_zone, true)}${today}`,
      ],
      ['Source', metric.source],
    ],
  }
}

/** Which days both periods are compared over, where that is whole days only. */
export function wholeDaysFact(meta: RangeMeta): readonly (readonly [string, string])[] {
  const days = meta.compare?.reach_days
  return days
    ? [['Before', `Compared over whole days only: ${dateRange(days.start, days.end)} with the same days before`]]
    : []
}
