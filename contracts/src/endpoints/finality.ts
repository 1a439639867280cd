import { z } from 'zod'
import { FINALITIES } from '../metrics/finality.ts'
import { count, day, instant, money } from './common.ts'

const finality = z.enum(FINALITIES)
/** Share of pending sales among pending and confirmed ones, percent; null without sales. */
const pendingPct = z.number().nullable()

/** How many restated days are listed, latest first. */
export const MAX_RESTATED = 100

/** A changed figure of a final day: its value when the day became final, and now. Equal values: it moved within the day. */
const restated = z.object({
  day,
  figure: z.enum(['sales', 'clicks']),
  /** When it last changed. */
  restated_at: instant,
  before: z.number(),
  after: z.number(),
  /** Tracked commission; null for clicks. */
  revenue_before: money.nullable(),
  revenue_after: money.nullable(),
})

/** Which figures about clicks and sales can still change. */
export const finalityMeta = z.object({
  /** State of the range: that of its least final day. */
  state: finality,
  pending_pct: pendingPct,
  /** Days within which a sale is usually reported; `measured` on this installation's sales, else assumed. */
  reporting_lag: z.object({ days: count, measured: z.boolean() }),
  /** All days of the range up to today. */
  days: z.array(z.object({ day, state: finality, pending_pct: pendingPct, restated_at: instant.nullable() })),
  /** The latest 100, newest day first. */
  restated: z.array(restated),
  /** How many there are in all. */
  restated_total: count,
})
export type FinalityMeta = z.infer<typeof finalityMeta>
