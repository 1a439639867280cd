import { EXPOSURE_COLUMNS } from './exposureColumns.ts'
import type { FactColumn, FactTable } from './factTable.ts'

// The tables that are kept by the day. The topology creates them, creates room for each day and drops whole days;
// migrations create everything else.

const STORED_AT: FactColumn = {
  ...{ name: 'created_at', type: 'timestamptz', default: 'now()' },
  comment: 'When the row was stored',
}
const RECEIVED_AT: FactColumn = {
  ...{ name: 'received_at', type: 'timestamptz' },
  comment: 'When our endpoint received it',
}
const LOCAL_DAY: FactColumn = { name: 'day', type: 'date', comment: 'Its day in the reporting zone' }
const EVENT_DATE: FactColumn = {
  ...{ name: 'event_date', type: 'date' },
  comment: 'UTC date of timestamp: the partition key',
}
const SESSION: FactColumn = { name: 'session_id', type: 'uuid', comment: 'Session of the app' }

const exposures: FactTable = {
  name: 'exposure_events',
  comment: 'Impressions: one brand shown in one slot',
  columns: EXPOSURE_COLUMNS,
  day: 'event_date',
  key: ['event_id', 'event_date'],
  distributedBy: 'user_id',
  checks: [],
  indexes: [
    { name: 'exposure_events_user', definition: '(user_id)' },
    { name: 'exposure_events_created', definition: 'using brin (created_at) with (pages_per_range = 32)' },
  ],
  grants: 'select, insert, update',
}

const renders: FactTable = {
  name: 'render_events',
  comment: 'Lists put on a screen: slots there were and slots filled',
  columns: [
    { name: 'timestamp', type: 'timestamptz', comment: 'When it was rendered' },
    RECEIVED_AT,
    STORED_AT,
    LOCAL_DAY,
    EVENT_DATE,
    { name: 'slots_available', type: 'integer', comment: 'Slots the list had' },
    { name: 'slots_filled', type: 'integer', comment: 'Slots that held a brand' },
    { name: 'render_id', type: 'uuid', comment: 'Made once per fetched list' },
    { name: 'placement_id', type: 'uuid', comment: 'Where' },
    SESSION,
    {
      ...{ name: 'source', type: 'text' },
      comment: 'Who reported it: sdk (browser keys) or server; both may report one render',
    },
  ],
  day: 'event_date',
  key: ['render_id', 'source', 'event_date'],
  distributedBy: 'render_id',
  checks: ["source in ('sdk', 'server')"],
  indexes: [],
  grants: 'select, insert',
}

const clicks: FactTable = {
  name: 'click_events',
  comment: 'Clicks on a brand; the SDK and a redirect server may report the same one',
  columns: [
    { name: 'timestamp', type: 'timestamptz', comment: 'When it happened' },
    RECEIVED_AT,
    STORED_AT,
    LOCAL_DAY,
    EVENT_DATE,
    { name: 'click_id', type: 'uuid', comment: 'Made once by the sender; the affiliate sub-id' },
    {
      ...{ name: 'exposure_event_id', type: 'uuid', isNullable: true },
      comment: 'The exposure that was clicked, when the sender knows',
    },
    { name: 'placement_id', type: 'uuid', isNullable: true, comment: 'Where, when the sender knows' },
    { name: 'merchant_id', type: 'uuid', comment: 'Brand clicked' },
    { name: 'user_id', type: 'uuid', comment: 'Pseudonymised user id' },
    SESSION,
    {
      ...{ name: 'ivt_reason', type: 'text', isNullable: true },
      comment: 'Why it is suspected invalid traffic; null counts as net',
    },
    {
      ...{ name: 'source_hash', type: 'bigint', isNullable: true },
      comment:
        'Where it came from: 2^52, 32 bits of a keyed hash of client network and program, 20 bits for the program; null for server keys and after 30 days',
    },
  ],
  day: 'event_date',
  key: ['click_id', 'event_date'],
  distributedBy: 'user_id',
  checks: [],
  indexes: [
    { name: 'click_events_merchant', definition: '(merchant_id, "timestamp")' },
    { name: 'click_events_user', definition: '(user_id)' },
    { name: 'click_events_exposure', definition: '(exposure_event_id) where exposure_event_id is not null' },
  ],
  grants: 'select, insert, update',
}

/** Written by the rollup, and kept for a few days of the reporting zone. */
const sessionSlots: FactTable = {
  name: 'session_slots',
  comment: 'Distinct merchants (net) a session saw in a placement on a day; kept 72 h after the day',
  columns: [
    { name: 'day', type: 'date', comment: 'Day in the reporting zone' },
    { name: 'placement_id', type: 'uuid', comment: 'Placement' },
    { name: 'session_id', type: 'uuid', comment: 'Session' },
    {
      ...{ name: 'counted', type: 'smallint' },
      comment: 'Merchants before the latest write: what slot_daily already holds',
    },
    { name: 'merchants', type: 'integer[]', comment: 'merchant_no of the distinct merchants' },
  ],
  day: 'day',
  key: ['session_id', 'placement_id', 'day'],
  distributedBy: null,
  checks: [],
  indexes: [],
  grants: 'select, insert, update, delete',
}

/** Kept for a few days, by the day of the envelope's id. */
const processedEnvelopes: FactTable = {
  name: 'processed_envelopes',
  comment: 'Envelopes that were handled, written in the transaction that handles them; daily partitions, kept 7 days',
  columns: [
    {
      ...{ name: 'day', type: 'date' },
      comment: 'UTC day of the time inside the id; 2000-01-01 when that day had no partition',
    },
    { name: 'envelope_id', type: 'uuid', comment: 'UUIDv7 that ingest gave the envelope' },
    { name: 'processed_at', type: 'timestamptz', default: 'now()', comment: 'When it was handled' },
  ],
  day: 'day',
  key: ['envelope_id', 'day'],
  distributedBy: null,
  checks: [],
  indexes: [],
  grants: 'select, insert',
}

export const DAY_TABLES = {
  exposure_events: exposures,
  render_events: renders,
  click_events: clicks,
  session_slots: sessionSlots,
  processed_envelopes: processedEnvelopes,
} as const

export type DayTable = keyof typeof DAY_TABLES
