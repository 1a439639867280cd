import type { CountedExposure } from './delta.ts'
import type { FactColumn } from './factTable.ts'

// The columns of an exposure, defined once. The table, the append, the fields that a changed verdict reads and those of
// the delta are derived from this list. A new column goes to the end and is nullable: stored rows do not have it.

/**
 * What a changed verdict needs of a stored exposure: the fields that the delta counts, and those that attribution asks
 * for.
 */
export type VerdictField = Exclude<keyof CountedExposure, 'flagged' | 'sign' | 'merchantNo'> | 'eventId' | 'at'

export interface ExposureColumn extends FactColumn {
  /**
   * Where the append gets the value. event: the field of this name, null if omitted. computed: derived from the event
   * Name under which flagging and the delta read it.
   */
  readonly from: 'event' | 'computed' | 'default'
  /** Name under which flagging and the delta read it. */
  readonly counted?: VerdictField
}

export const EXPOSURE_COLUMNS = [
  {
    name: 'timestamp',
    type: 'timestamptz',
    from: 'computed',
    counted: 'at',
    comment: 'When it was shown, corrected once by server time',
  },
  { name: 'received_at', type: 'timestamptz', from: 'computed', comment: 'When our endpoint received it' },
  {
    name: 'created_at',
    type: 'timestamptz',
    from: 'default',
    default: 'now()',
    comment: 'When the row was stored; ascending, so a BRIN index finds recent rows',
  },
  {
    name: 'hour',
    type: 'timestamptz',
    from: 'computed',
    counted: 'hour',
    comment: 'Start of its hour in the reporting zone',
  },
  { name: 'day', type: 'date', from: 'computed', counted: 'day', comment: 'Its day in the reporting zone' },
  { name: 'event_date', type: 'date', from: 'computed', comment: 'UTC date of timestamp: the partition key' },
  {
    name: 'rank_position',
    type: 'integer',
    from: 'event',
    isNullable: true,
    counted: 'rank',
    comment: 'Position in the list, from 0',
  },
  {
    name: 'sample_rate',
    type: 'real',
    from: 'event',
    isNullable: true,
    counted: 'sampleRate',
    comment: 'Share of users that send, (0, 1]; null means all',
  },
  { name: 'exposure_type', type: 'exposure_type', from: 'event', comment: 'Kind of unit' },
  { name: 'event_id', type: 'uuid', from: 'event', counted: 'eventId', comment: 'Made once by the sender' },
  { name: 'merchant_id', type: 'uuid', from: 'computed', counted: 'merchantId', comment: 'Brand shown' },
  { name: 'exposure_unit_id', type: 'uuid', from: 'event', comment: 'Creative unit' },
  { name: 'placement_id', type: 'uuid', from: 'computed', counted: 'placementId', comment: 'Where it was shown' },
  {
    name: 'user_id',
    type: 'uuid',
    from: 'event',
    counted: 'userId',
    comment: 'Pseudonymised user id: uuidv8(HMAC-SHA-256(pepper, id))',
  },
  { name: 'session_id', type: 'uuid', from: 'event', counted: 'sessionId', comment: 'Session of the app' },
  { name: 'render_id', type: 'uuid', from: 'event', isNullable: true, comment: 'The list it was shown in' },
  {
    name: 'package_id',
    type: 'uuid',
    from: 'event',
    isNullable: true,
    counted: 'packageId',
    comment: 'Package it was stamped with by the ranker',
  },
  { name: 'is_clickable', type: 'boolean', from: 'event', comment: 'Whether it could be clicked' },
  {
    name: 'viewable',
    type: 'boolean',
    from: 'event',
    isNullable: true,
    counted: 'viewable',
    comment: 'Half in view for a second; null when not measurable',
  },
  { name: 'queued', type: 'boolean', from: 'computed', comment: 'The device had to keep it before sending' },
  { name: 'algorithm_version', type: 'text', from: 'event', comment: 'Version of the ranker' },
  {
    name: 'ivt_reason',
    type: 'text',
    from: 'computed',
    isNullable: true,
    comment: 'Why it is suspected invalid traffic; null counts as net',
  },
  {
    name: 'context',
    type: 'jsonb',
    from: 'event',
    isNullable: true,
    comment: 'Platform, SDK version, market, category, arm, consent',
  },
  {
    name: 'source_hash',
    type: 'bigint',
    from: 'computed',
    isNullable: true,
    comment:
      'Where it came from: 2^52, 32 bits of a keyed hash of client network and program, 20 bits for the program; null for server keys and after 30 days',
  },
  {
    name: 'package_verdict',
    type: 'text',
    from: 'computed',
    isNullable: true,
    counted: 'packageVerdict',
    comment: 'counted, or why the stamp does not count; null without a stamp and for rows of older versions',
  },
  {
    name: 'slot_token_result',
    type: 'text',
    from: 'computed',
    isNullable: true,
    comment: 'valid, invalid, expired or replayed: its slot token when it was stored; null without a token',
  },
] as const satisfies readonly ExposureColumn[]

type Column = (typeof EXPOSURE_COLUMNS)[number]
/** Columns that the append computes. */
export type ComputedColumn = Extract<Column, { from: 'computed' }>['name']
/** Columns that hold a field of the event unchanged. */
export type EventColumn = Extract<Column, { from: 'event' }>['name']

/** The columns that a verdict reads from a stored exposure, from the alias `e`. */
export const VERDICT_SELECT = (EXPOSURE_COLUMNS as readonly ExposureColumn[])
  .flatMap(({ name, counted }) => (counted === undefined ? [] : [`e."${name}" as "${counted}"`]))
  .join(', ')

/** Fails to compile if a field that a verdict needs has no column. */
type Uncounted = Exclude<VerdictField, Extract<Column, { counted: VerdictField }>['counted']>
export const EVERY_FIELD_HAS_A_COLUMN: [Uncounted] extends [never] ? true : Uncounted = true
