import type { Sql } from '../../src/db/client.ts'

/** All tables filled by events, without dimensions, keys and partitions. */
const FILLED = [
  'exposure_events',
  'render_events',
  'click_events',
  'conversion_events',
  'conversion_changes',
  'event_ids',
  'ingest_inbox',
  'queue_reports',
  'processed_envelopes',
  'failed_envelopes',
  'failed_deltas',
  'failed_attributions',
  'loop_progress',
  'rate_looks',
  'source_agents',
  'visitor_links',
  'received_events',
  'rollup_deltas',
  'dead_letter_events',
  'dead_letter_quota',
  'ingest_outcomes',
  'placement_hourly',
  'placement_daily',
  'exposure_daily',
  'merchant_daily',
  'reach_daily',
  'package_hourly',
  'package_reach',
  'render_daily',
  'session_slots',
  'slot_daily',
  'attribution_queue',
  'click_ledger',
  'attributed_conversions',
  'attribution_touches',
  'click_daily',
  'unattributed_daily',
  'awaited_exposures',
  'outcome_daily',
  'touch_daily',
  'credit_daily',
  'path_daily',
  'path_sale_daily',
  'path_credit_daily',
  'path_touch_daily',
  'path_lag_daily',
  'final_days',
  'restated_days',
  'reporting_lag',
]

/** Empties these tables. `delete` is faster here: truncating 80 small partitions creates as many new files. */
export async function emptyTables(owner: Sql): Promise<void> {
  await owner.begin((tx) =>
    Promise.all([
      ...FILLED.map((table) => tx`delete from ${tx(table)}`),
      tx`update day_versions set version = version + 1`,
    ]),
  )
}
