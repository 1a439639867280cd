import type { Sql } from '../../src/store/db.ts'

/** Everything events leave behind; dimensions, keys and partitions stay. */
const FILLED = [
  'exposure_events',
  'render_events',
  'click_events',
  'conversion_events',
  'conversion_changes',
  'event_ids',
  'ingest_inbox',
  'failed_envelopes',
  'failed_deltas',
  'failed_attributions',
  'loop_progress',
  'rate_looks',
  'received_events',
  'rollup_deltas',
  'dead_letter_events',
  'dead_letter_quota',
  'ingest_outcomes',
  'placement_hourly',
  'placement_daily',
  'exposure_daily',
  'merchant_daily',
  'category_exposure_daily',
  'reach_daily',
  'render_daily',
  'session_slots',
  'slot_daily',
  'attribution_todo',
  'click_ledger',
  'attributed_conversions',
  'attribution_touches',
  'click_daily',
  'outcome_daily',
  'category_click_daily',
  'category_outcome_daily',
  'path_daily',
  'path_touch_daily',
  'path_lag_daily',
]

/** Empties what events fill. By `delete`: truncating 80 small partitions makes as many new files, and takes longer. */
export async function emptyTables(owner: Sql): Promise<void> {
  await owner.begin((tx) =>
    Promise.all([
      ...FILLED.map((table) => tx`delete from ${tx(table)}`),
      tx`update day_versions set version = version + 1`,
    ]),
  )
}
