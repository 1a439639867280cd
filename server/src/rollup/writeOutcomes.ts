import { plainArray, type Tx, textArray } from '../db/client.ts'
import type { OutcomeDelta, RenderDelta } from '../facts/delta.ts'
import { addedColumns } from '../lib/saturate.ts'

/** Adds to ingest_outcomes. */
export async function writeOutcomes(tx: Tx, rows: readonly OutcomeDelta[]): Promise<void> {
  if (rows.length === 0) return
  const text = (i: 1 | 2 | 3 | 4) => textArray(rows.map((row) => row[i]))
  await tx`
    insert into ingest_outcomes as r (hour, key_id, kind, outcome, reason, events)
    select * from unnest(${plainArray(rows.map((row) => row[0]))}::timestamptz[], ${text(1)}::text[], ${text(2)}::text[],
      ${text(3)}::text[], ${text(4)}::text[], ${plainArray(rows.map((row) => row[5]))}::bigint[])
    on conflict (hour, key_id, kind, outcome, reason) do update set ${tx.unsafe(addedColumns(['events']))}`
}

/** Adds to render_daily. */
export async function writeRenders(tx: Tx, rows: readonly RenderDelta[]): Promise<void> {
  if (rows.length === 0) return
  const column = (i: 0 | 1 | 2 | 3 | 4 | 5) => plainArray(rows.map((row) => row[i]))
  await tx`
    insert into render_daily as r (placement_id, day, source, renders, slots_available, slots_filled)
    select * from unnest(${column(0)}::uuid[], ${column(1)}::date[], ${column(2)}::text[], ${column(3)}::bigint[],
      ${column(4)}::bigint[], ${column(5)}::bigint[])
    on conflict (placement_id, day, source) do update
    set ${tx.unsafe(addedColumns(['renders', 'slots_available', 'slots_filled']))}`
}
