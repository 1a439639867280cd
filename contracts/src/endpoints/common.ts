import { z } from 'zod'
import { shortText } from '../events/fields.ts'

/** A calendar day in the reporting time zone, `2026-11-22`. */
export const day = z.iso.date('expected a day such as 2026-11-22')
export const instant = z.iso.datetime({ offset: true })
export const count = z.number().int()
/** What people call a thing. */
export const name = shortText(120).min(1)
/** What systems call it. */
export const key = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/, 'expected letters, digits and _ . : -, at most 128')

/** Which state of a thing a form was opened with. Sent back with a change, it is refused when the thing changed meanwhile. */
export const version = z.string().max(64)

/** What every analytics endpoint accepts: `range`, or `start_date` with `end_date` (both days included). */
export const rangeQuery = z.object({
  range: z.enum(['7d', '30d']).optional(),
  start_date: day.optional(),
  end_date: day.optional(),
  /** Net leaves suspected invalid traffic out; gross counts it. */
  traffic: z.enum(['net', 'gross']).default('net'),
  /**
   * The period to compare with: `prev` is as many days just before; `year` is 52 weeks (364 days) earlier, so that the same
   * weekdays are compared; `none` compares nothing.
   */
  compare: z.enum(['prev', 'year', 'none']).default('prev'),
  format: z.enum(['json', 'csv']).default('json'),
})
export type RangeQuery = z.output<typeof rangeQuery>

const period = z.object({ start: day, end: day })

/** Events that no loop could count, and clicks, sales and late exposures that could not be attributed. */
export const setAside = z.object({
  events: count,
  attributions: count,
  /** Receipt of the earliest. */
  since: instant.nullable(),
})

export const rangeMeta = z.object({
  /** First and last day of the figures, both included, in `time_zone`. */
  start: day,
  end: day,
  time_zone: z.string(),
  traffic: z.enum(['net', 'gross']),
  /** Everything acknowledged before this instant is in the figures, except what `set_aside` counts. */
  complete_to: instant,
  /** When the figures were read, by the same clock as `complete_to`: the difference is how far they are behind. */
  answered_at: instant,
  /** Events that wait to be counted when `complete_to` lies back. */
  waiting: count,
  /** What failed each time and was put apart, of any day: it is kept, and not in the figures until it is retried. */
  set_aside: setAside.nullable(),
  /** The current day of the reporting zone, still filling when the range includes it; else null. */
  unfinished_day: day.nullable(),
  /** The compared period; null when nothing is compared. Hourly counts of both are cut at `cut_at_hour` of the last day. */
  compare: period
    .extend({
      /** Full hours since the last day began that are compared when it is unfinished; null when whole days are compared. */
      cut_at_hour: z.number().int().nullable(),
      /**
       * First and last whole day over which everything is compared that is kept by the day (all but the impressions of
       * placements), in this period and in the one before; null when there is none.
       */
      reach_days: period.nullable(),
      reach_days_before: period.nullable(),
    })
    .nullable(),
  /** Why nothing is compared although it was asked for: the period before begins before the first day with data. */
  not_compared: period
    .extend({
      reason: z.literal('before_first_day'),
      /** First day with an impression; null when there is none yet. */
      first_day: day.nullable(),
      /** Days of the period before, and those of them from `first_day` on. */
      days: count,
      days_with_data: count,
    })
    .nullable(),
  /**
   * Of the impressions that the answer counts: the share that apps sampled (a `sample_rate` below 1), and how many there
   * were when each is scaled by its rate. null when all were sent. Figures are not scaled.
   */
  sampling: z.object({ impressions_scaled: z.number(), share_sampled: z.number() }).nullable(),
})
export type RangeMeta = z.infer<typeof rangeMeta>

/** Distinct people: exact for small audiences, else an estimate with its 95 % range. */
export const reachFields = {
  unique_users: count,
  unique_users_exact: z.boolean(),
  unique_users_low: count,
  unique_users_high: count,
}

/**
 * This period against the one before; the two values of each figure are the two that are compared. Impressions are cut at
 * the same hour where they are kept by the hour, else over whole days (meta.compare.reach_days); everything else over
 * whole days.
 */
export const comparedFields = {
  impressions: count,
  impressions_before: count,
  /** null when the range has no whole day or the period before is not kept. */
  unique_users: count.nullable(),
  unique_users_before: count.nullable(),
  /** false when the 95 % range of the change includes 0: "no clear change". */
  unique_users_clear: z.boolean().nullable(),
  frequency: z.number().nullable(),
  frequency_before: z.number().nullable(),
}

/** Of the same rows: what net leaves out stands beside it. */
export const counted = z.object({ stored: count, flagged: count })

/**
 * Where events went that were received on the days of the range: received = stored + flagged + duplicate + superseded +
 * rejected + waiting. Only sales are superseded.
 * `received` is counted on its own, in the commit that acknowledges the events.
 */
export const reconciliation = z.object({
  received: count,
  stored: count,
  /** Suspected invalid traffic by its request; what the rate rules flag later was stored. */
  flagged: count,
  duplicate: count,
  /** Reports about a sale that are older than what is known of it. */
  superseded: count,
  rejected: count,
  /** Queued, set aside, or stored and not counted yet. */
  waiting: count,
  /** received - the other parts: 0 unless events were lost (above 0) or counted twice (below 0). */
  unaccounted: z.number().int(),
})
export type Reconciliation = z.infer<typeof reconciliation>

export const placementParams = z.object({ placement_id: z.string().min(1).max(128) })
export const merchantParams = z.object({ merchant_id: z.string().min(1).max(128) })
