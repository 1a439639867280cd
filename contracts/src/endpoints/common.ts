import { z } from 'zod'
import { shortText, uuid } from '../events/fields.ts'
import { CSV_READERS } from '../tables/csvText.ts'
import { changeField } from './change.ts'

/** A calendar day in the reporting time zone, `2026-11-22`. */
export const day = z.iso.date('expected a day such as 2026-11-22')
export const instant = z.iso.datetime({ offset: true })
export const count = z.number().int()
/** Money (decision 0027): text, because a sum may have more digits than a JSON number holds. */
export const money = z
  .string()
  .regex(/^-?\d{1,30}(\.\d{1,4})?$/)
  .meta({
    description:
      'Exact, in units of the reporting currency (`meta.currency`): a plain decimal with the decimals of the currency, and up to 4 where the amount has them',
    examples: ['12.50'],
  })
/** Money per 1,000 impressions, rounded to 4 decimals: rates do not add up. */
export const moneyRate = money.meta({
  description:
    'Per 1,000 impressions, in units of the reporting currency (`meta.currency`): a plain decimal, rounded to 4 places',
  examples: ['8.5012'],
})
/** A name for people. */
export const name = shortText(120).min(1)
export const emailAddress = shortText(254).regex(/^[^\s@]+@[^\s@]+$/, 'expected an e-mail address')
/** An identifier for systems. */
export const key = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/, 'Use letters, digits, _ . : or - (up to 128)')

/** The id of a new merchant or placement. Ids that begin with zeros are reserved for totals and "unattributed" in rollups. */
export const newId = uuid.refine((id) => !id.startsWith('00000000-0000-0000-0000-'), 'this id is reserved')

/** The version of the row that a form was opened with. A change that sends an older version is refused. */
export const version = z.string().max(64)

/** How an answer is sent: as JSON, or its table as a file. */
export const fileQuery = {
  format: z.enum(['json', 'csv']).default('json'),
  /**
   * Of a CSV file. `scripts`: plain RFC 4180. `excel`: opens in a spreadsheet with a double click (UTF-8 byte-order mark, quoted
   * text). `excel_comma`: the same where a decimal comma is usual (cells separated by semicolons).
   */
  for: z.enum(CSV_READERS).default('scripts'),
  /** `1`: a CSV file of figures begins with the row of totals. */
  total: z.enum(['0', '1']).default('0'),
}

const file = z.object(fileQuery)
export type FileQuery = z.output<typeof file>

/** The query of every analytics endpoint: `range`, or `start_date` with `end_date` (both days included). */
export const rangeQuery = z.object({
  range: z.enum(['7d', '30d']).optional(),
  start_date: day.optional(),
  end_date: day.optional(),
  /** Net excludes suspected invalid traffic; gross includes it. */
  traffic: z.enum(['net', 'gross']).default('net'),
  /**
   * The period to compare with. `prev`: the same number of days just before. `year`: 52 weeks (364 days) earlier, so that
   * weekdays match. `none`: no comparison.
   */
  compare: z.enum(['prev', 'year', 'none']).default('prev'),
  ...fileQuery,
})
export type RangeQuery = z.output<typeof rangeQuery>

const period = z.object({ start: day, end: day })

/** Events that could not be counted, and clicks, sales and late exposures that could not be attributed. */
export const setAside = z.object({
  events: count,
  attributions: count,
  /** When the earliest was received. */
  since: instant.nullable(),
})

export const rangeMeta = z.object({
  /** First and last day of the figures, both included, in `time_zone`. */
  start: day,
  end: day,
  time_zone: z.string(),
  traffic: z.enum(['net', 'gross']),
  /** The figures include everything acknowledged before this instant, except what `set_aside` counts. */
  complete_to: instant,
  /**
   * The credit of every click and sale acknowledged before this instant is final, unless the event is corrected: it was
   * checked again with everything that arrived in the following 15 minutes. Later ones are counted, but may still get
   * another placement or their first one. Never after `complete_to`.
   */
  attributed_to: instant,
  /** When the figures were read, by the same clock as `complete_to`. The difference is the delay. */
  answered_at: instant,
  /** Events still waiting to be counted; above 0 when `complete_to` is behind. */
  waiting: count,
  /** Work that failed repeatedly and was set aside, of any day. It is kept, but not in the figures until it is retried. */
  set_aside: setAside.nullable(),
  /** The current day of the reporting zone when the range includes it (its figures still grow); else null. */
  unfinished_day: day.nullable(),
  /** The compared period; null when nothing is compared. Hourly counts of both are cut at `cut_at_hour` of the last day. */
  compare: period
    .extend({
      /** Full hours of the unfinished last day that are compared; null when whole days are compared. */
      cut_at_hour: z.number().int().nullable(),
      /**
       * First and last whole day used to compare daily figures (all but the impressions of placements), in this period
       * and in the previous one; null when there is none.
       */
      reach_days: period.nullable(),
      reach_days_before: period.nullable(),
    })
    .nullable(),
  /** Why a requested comparison is missing: the previous period has days before the first whole day with data. */
  not_compared: period
    .extend({
      reason: z.literal('before_first_day'),
      /** First day with an impression; null when there is none yet. */
      first_day: day.nullable(),
      /** Days of the previous period, and how many of them have data all day (those after `first_day`). */
      days: count,
      days_with_data: count,
    })
    .nullable(),
  /**
   * Sampling of the impressions in this answer: the share sent by apps with a `sample_rate` below 1, and the estimated
   * number when each impression is scaled by its rate. null when nothing was sampled. Figures are not scaled.
   */
  sampling: z.object({ impressions_scaled: z.number(), share_sampled: z.number() }).nullable(),
})
export type RangeMeta = z.infer<typeof rangeMeta>

/**
 * Distinct people: exact for small audiences, else an estimate with its 95 % range. `visitor_share` is the share of them who
 * were not signed in, 0..1, exact or estimated in the same way. It is null when nobody was reached, or when the period has
 * days before members and visitors had different ids.
 */
export const reachFields = {
  unique_users: count,
  unique_users_exact: z.boolean(),
  unique_users_low: count,
  unique_users_high: count,
  visitor_share: z.number().nullable(),
  visitor_share_low: z.number().nullable(),
  visitor_share_high: z.number().nullable(),
}

/**
 * This period and the previous one; each figure has both compared values and their change. Hourly impressions are cut at the
 * same hour in both periods. All other figures compare whole days (meta.compare.reach_days).
 */
export const comparedFields = {
  impressions: count,
  impressions_before: count,
  impressions_change: changeField,
  /** null when the range has no whole day, or the previous period is no longer stored. */
  unique_users: count.nullable(),
  unique_users_before: count.nullable(),
  unique_users_change: changeField,
  frequency: z.number().nullable(),
  frequency_before: z.number().nullable(),
  frequency_change: changeField,
}

/** The same rows, split into net and what net excludes. */
export const counted = z.object({ stored: count, flagged: count })

/**
 * What happened to the events received on the days of the range: received = stored + flagged + duplicate + superseded +
 * rejected + waiting. Only sales can be superseded.
 * `received` is counted separately, in the commit that acknowledges the events.
 */
export const reconciliation = z.object({
  received: count,
  stored: count,
  /** Flagged as suspected invalid traffic when it was received. Events flagged later by rate rules count as stored. */
  flagged: count,
  duplicate: count,
  /** Reports about a sale that are older than its current state. */
  superseded: count,
  rejected: count,
  /** Queued, set aside, or stored but not counted yet. */
  waiting: count,
  /** received minus all other parts: above 0 when events were lost, below 0 when events were counted twice, else 0. */
  unaccounted: z.number().int(),
})
export type Reconciliation = z.infer<typeof reconciliation>

/** What names a placement in an answer. */
export const placementFields = {
  placement_id: z.string(),
  placement_key: z.string(),
  placement_name: z.string(),
  tier: z.enum(['high_value', 'standard']),
}
/** What names a merchant in an answer. */
export const merchantFields = {
  merchant_id: z.string(),
  merchant_ref: z.string().nullable(),
  merchant_name: z.string(),
  category: z.string().nullable(),
}

export const placementParams = z.object({ placement_id: z.string().min(1).max(128) })
export const merchantParams = z.object({ merchant_id: z.string().min(1).max(128) })
