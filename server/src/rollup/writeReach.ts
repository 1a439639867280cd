import { plainArray, type Tx } from '../db/client.ts'
import { addCounts, decodeSketch, EMPTY_SKETCH, encodeSketch, HASH_SPACE, type Sketch } from '../reach/sketch.ts'
import type { SketchMemory } from '../reach/sketchMemory.ts'
import { signedCounts } from './signedCounts.ts'
import type { ReachCell } from './totals.ts'
import { byteaArray } from './writeCounters.ts'

/** Sketches written by one statement: at most 16 KB each, 32 KB as hex. */
const CHUNK = 250

/** Adds users to the sketches of reach_daily. */
export async function writeReach(tx: Tx, cells: readonly ReachCell[], memory: SketchMemory): Promise<void> {
  await loadMissing(tx, cells, memory)
  const changed: { cell: ReachCell; sketch: Sketch }[] = []
  for (const cell of cells) {
    const before = memory.get(cell)!
    const { users, counts } = signedCounts(cell)
    const sketch = addCounts(before, users, counts)
    // Above theta nothing is kept: most rollups do not change a full sketch.
    if (users.length > 0 && users[0]! % HASH_SPACE >= before.theta) continue
    memory.set(cell, sketch)
    changed.push({ cell, sketch })
  }
  for (let i = 0; i < changed.length; i += CHUNK) await upsert(tx, changed.slice(i, i + CHUNK))
}

async function loadMissing(tx: Tx, cells: readonly ReachCell[], memory: SketchMemory): Promise<void> {
  const missing = cells.filter((cell) => memory.get(cell) === undefined)
  if (missing.length === 0) return
  const rows = await tx<{ n: number; theta: number; sketch: Buffer }[]>`
    select n::int, theta, sketch from unnest(${keyArrays(tx, missing)}) with ordinality
      as t(merchant_id, placement_id, day, flagged, n)
    join reach_daily using (merchant_id, placement_id, day, flagged)`
  for (const cell of missing) memory.set(cell, EMPTY_SKETCH)
  for (const { n, theta, sketch } of rows) memory.set(missing[n - 1]!, decodeSketch(sketch, theta))
}

async function upsert(tx: Tx, changed: readonly { cell: ReachCell; sketch: Sketch }[]): Promise<void> {
  const cells = changed.map(({ cell }) => cell)
  const sketches = changed.map(({ sketch }) => sketch)
  await tx`
    insert into reach_daily (merchant_id, placement_id, day, flagged, theta, sketch)
    select * from unnest(${keyArrays(tx, cells)}, ${plainArray(sketches.map((sketch) => sketch.theta))}::bigint[],
      ${byteaArray(sketches.map(encodeSketch))}::bytea[])
    on conflict (merchant_id, placement_id, day, flagged) do update set theta = excluded.theta, sketch = excluded.sketch`
}

function keyArrays(tx: Tx, cells: readonly ReachCell[]) {
  return tx`${plainArray(cells.map((c) => c.merchant))}::uuid[], ${plainArray(cells.map((c) => c.placement))}::uuid[],
    ${plainArray(cells.map((c) => c.day))}::date[], ${plainArray(cells.map((c) => c.flagged))}::boolean[]`
}
