import type { Tx } from '../db/client.ts'
import { UNKNOWN_PACKAGE } from '../facts/sumIds.ts'
import { COUNTER_COLUMNS } from './counters.ts'

// Each rollup as a query over raw rows: the definition that recount compares with.

export interface Rollup {
  readonly table:
    | 'placement_hourly'
    | 'placement_daily'
    | 'exposure_daily'
    | 'merchant_daily'
    | 'slot_daily'
    | 'render_daily'
    | 'package_hourly'
    | 'package_daily'
    | 'package_placement_daily'
  readonly keys: readonly string[]
  readonly values: readonly string[]
}

const COUNTED = [...COUNTER_COLUMNS]

export const ROLLUPS: readonly Rollup[] = [
  { table: 'placement_hourly', keys: ['placement_id', 'hour', 'flagged', 'day'], values: COUNTED },
  { table: 'placement_daily', keys: ['placement_id', 'day', 'flagged'], values: [...COUNTED, 'merchants'] },
  { table: 'exposure_daily', keys: ['merchant_id', 'day', 'placement_id', 'flagged'], values: COUNTED },
  { table: 'merchant_daily', keys: ['merchant_id', 'day', 'flagged'], values: ['impressions'] },
  {
    table: 'slot_daily',
    keys: ['placement_id', 'day'],
    values: ['sessions', 'merchants_shown_sum', 'merchants_shown_max'],
  },
  {
    table: 'render_daily',
    keys: ['placement_id', 'day', 'source'],
    values: ['renders', 'slots_available', 'slots_filled'],
  },
  {
    table: 'package_hourly',
    keys: ['package_id', 'hour', 'placement_id', 'verdict', 'flagged', 'day'],
    values: ['impressions', 'viewable'],
  },
  {
    table: 'package_daily',
    keys: ['package_id', 'day', 'verdict', 'flagged'],
    values: ['impressions', 'viewable'],
  },
  {
    table: 'package_placement_daily',
    keys: ['placement_id', 'day', 'package_id', 'flagged'],
    values: ['impressions', 'viewable'],
  },
]

/** The rows that the rollup should have for a day, as a query over the raw facts. */
export function rawOf(tx: Tx, rollup: Rollup, day: string) {
  const inDay = tx`day = ${day} and event_date between ${day}::date - 1 and ${day}::date + 1`
  switch (rollup.table) {
    case 'placement_hourly':
      return tx`select placement_id, hour, ivt_reason is not null as flagged, day, ${counted(tx)}
        from exposure_events where ${inDay} group by 1, 2, 3, 4`
    case 'exposure_daily':
      return tx`select merchant_id, day, placement_id, ivt_reason is not null as flagged, ${counted(tx)}
        from exposure_events where ${inDay} group by 1, 2, 3, 4`
    case 'merchant_daily':
      return tx`select merchant_id, day, ivt_reason is not null as flagged, count(*) as impressions
        from exposure_events where ${inDay} group by 1, 2, 3`
    case 'placement_daily':
      // Builds the bitmap: the bytes of merchant_no 0, 1, 2 .. up to the largest, each the `or` of its merchants' bits.
      return tx`select placement_id, day, flagged, ${tx.unsafe(COUNTED.join(', '))}, (
          select decode(string_agg(lpad(to_hex(coalesce(bits, 0)), 2, '0'), '' order by byte), 'hex')
          from generate_series(0, (select max(n) from unnest(nos) n) / 8) byte
          left join lateral (select bit_or(1 << (n % 8)) as bits from unnest(nos) n where n / 8 = byte) set_bits on true
        ) as merchants
        from (
          select placement_id, day, ivt_reason is not null as flagged, ${counted(tx)}, array_agg(distinct merchant_no) as nos
          from exposure_events join merchant_dim using (merchant_id) where ${inDay} group by 1, 2, 3
        ) sums`
    case 'slot_daily':
      return tx`select placement_id, day, count(*) as sessions, sum(shown)::bigint as merchants_shown_sum, max(shown) as merchants_shown_max
        from (
          select placement_id, day, session_id, count(distinct merchant_id)::int as shown
          from exposure_events where ${inDay} and ivt_reason is null group by 1, 2, 3
        ) sessions group by 1, 2`
    case 'render_daily':
      return tx`select placement_id, day, source, count(*) as renders, sum(slots_available) as slots_available,
          sum(slots_filled) as slots_filled
        from render_events where ${inDay} group by 1, 2, 3`
    case 'package_hourly':
      return tx`select ${stampedPackage(tx)} as package_id, hour, placement_id, package_verdict as verdict,
          ivt_reason is not null as flagged, day, count(*) as impressions, count(*) filter (where viewable) as viewable
        from exposure_events where ${inDay} and package_verdict is not null group by 1, 2, 3, 4, 5, 6`
    case 'package_daily':
      return tx`select ${stampedPackage(tx)} as package_id, day, package_verdict as verdict,
          ivt_reason is not null as flagged, count(*) as impressions, count(*) filter (where viewable) as viewable
        from exposure_events where ${inDay} and package_verdict is not null group by 1, 2, 3, 4`
    case 'package_placement_daily':
      return tx`select placement_id, day, package_id, ivt_reason is not null as flagged, count(*) as impressions,
          count(*) filter (where viewable) as viewable
        from exposure_events where ${inDay} and package_verdict = 'counted' group by 1, 2, 3, 4`
  }
}

function stampedPackage(tx: Tx) {
  return tx`case package_verdict when 'unknown_package' then ${UNKNOWN_PACKAGE}::uuid else package_id end`
}

function counted(tx: Tx) {
  return tx`count(*) as impressions, count(*) filter (where viewable) as viewable,
    count(*) filter (where not viewable) as not_viewable, coalesce(sum(rank_position), 0) as rank_sum,
    count(rank_position) as rank_count, count(*) filter (where sample_rate < 1) as sampled,
    sum(1 / coalesce(sample_rate, 1)::float8) as weight`
}
