import { z } from 'zod'
import { shortText } from '../events/fields.ts'
import { PERSON_ACTIONS } from '../packages/lifecycle.ts'
import { TIERS } from '../packages/pricing.ts'
import { BILLED_STATUSES, BILLING_BASES, PACKAGE_STATES, PACKAGE_TYPES } from '../packages/values.ts'
import { count, day, fileQuery, instant, money, name } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { priceBody } from './pricing.ts'

export const QUOTE_STATES = ['open', 'expired', 'held', 'package', 'withdrawn'] as const
/** open and expired: quoted; held: inventory is reserved; package: approved, in any later state. */
export type QuoteState = (typeof QUOTE_STATES)[number]

const terms = {
  package_id: z.string(),
  /** Q-0001 */
  quote_name: z.string(),
  merchant_name: z.string(),
  package_name: z.string(),
  package_type: z.enum(PACKAGE_TYPES),
  /** Impressions, clicks or sales; null: none guaranteed. */
  units: count.nullable(),
  unit_price: money,
  price: money.nullable(),
  first_day: day,
  last_day: day,
  quoted_at: instant,
  valid_until: instant,
}

const quote = z.object({
  ...terms,
  quote_no: count,
  merchant_id: z.string(),
  /** null: priced by hand. */
  budget: money.nullable(),
  quote_state: z.enum(QUOTE_STATES),
  /** State of the package. */
  status: z.enum(PACKAGE_STATES),
  hold_expires_at: instant.nullable(),
  /** E-mail of the person who quoted it. */
  owner: z.string().nullable(),
  /** What was asked; null: priced by hand. Its days may be over by now. */
  inputs: priceBody.nullable(),
  rates_version: count.nullable(),
  /** The terms changed after they were quoted. */
  is_changed: z.boolean(),
  /** Version of the package, for the next action. */
  version: count,
  /** What the caller may do with the package now. */
  actions: z.array(z.enum(PERSON_ACTIONS)),
})
export type Quote = z.infer<typeof quote>

const answer = z.object({ data: quote, meta: z.object({ currency: z.string(), time_zone: z.string() }) })

export const listQuotes = {
  method: 'GET',
  path: '/api/quotes',
  operationId: 'listQuotes',
  summary: 'Quotes in pages, newest first, with the number in each state',
  tag: 'Commercial',
  auth: 'read_packages',
  query: z.object({
    /** Words to find in the number, or the name of the package, merchant or owner. */
    q: shortText(120).optional(),
    /** open: open and held; closed: the others. */
    group: z.enum(['all', 'open', 'closed']).default('all'),
    sort: z
      .enum([
        ...(['-quote_no', 'quote_no', 'merchant_name', '-merchant_name', 'price', '-price'] as const),
        ...(['start_date', '-start_date', 'valid_until', '-valid_until'] as const),
      ])
      .default('-quote_no'),
    page: z.coerce.number().int().min(1).max(1_000_000).default(1),
    size: z.coerce.number().int().min(1).max(500).default(25),
    ...fileQuery,
  }),
  status: 200,
  response: z.object({
    data: z.array(quote),
    meta: z.object({
      total: count,
      page: count,
      size: count,
      currency: z.string(),
      time_zone: z.string(),
      /** Quotes in each state that match `q`. */
      states: z.record(z.enum(QUOTE_STATES), count),
    }),
  }),
  csv: true,
} as const satisfies Endpoint

export const saveQuote = {
  method: 'POST',
  path: '/api/quotes',
  operationId: 'saveQuote',
  summary: 'Price a budget and save it as a quote: a package in state quoted, which can be held and approved',
  tag: 'Commercial',
  auth: 'sell_packages',
  body: priceBody.extend({ package_name: name }),
  status: 201,
  response: answer,
} as const satisfies Endpoint

/** What a merchant may read: nothing about availability, commission, floor prices or people's notes. */
const proposal = z.object({
  ...terms,
  is_expired: z.boolean(),
  /** Name of the person who quoted it. */
  prepared_by: z.string().nullable(),
  billing_basis: z.enum(BILLING_BASES),
  buffer_units: count,
  billed_status: z.enum(BILLED_STATUSES).nullable(),
  credit_window_days: count.nullable(),
  po_number: z.string().nullable(),
  /** Empty: all placements. */
  placements: z.array(z.object({ placement_name: z.string(), units: count.nullable() })),
  lines: z.array(z.object({ tier: z.enum(TIERS), pct: z.number(), impressions: count, cpm: money, price: money })),
  /** People, for CPI; null when it was not estimated. */
  reach: z.object({ low: count, mid: count, high: count, basis: z.enum(['history', 'assumed']) }).nullable(),
  expected_clicks: count.nullable(),
})
export type Proposal = z.infer<typeof proposal>

export const readProposal = {
  method: 'GET',
  path: '/api/quotes/{package_id}/proposal',
  operationId: 'readProposal',
  summary: 'A quote as the merchant may read it, without internal figures',
  tag: 'Commercial',
  auth: 'read_packages',
  params: z.object({ package_id: z.string().regex(/^[\w-]{1,64}$/, 'expected the id of a package') }),
  status: 200,
  response: z.object({ data: proposal, meta: z.object({ currency: z.string(), time_zone: z.string() }) }),
} as const satisfies Endpoint
