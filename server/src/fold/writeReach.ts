import { plainArray, type Tx } from '../store/db.ts'
import { addCounts, decodeSketch, EMPTY_SKETCH, encodeSketch, type Sketch } from '../store/sketch.ts'
import type { SketchMemory } from './sketchMemory.ts'
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
    const { hashes, counts } = signedCounts(cell)
    const sketch = addCounts(before, hashes, counts)
    // Above theta nothing is kept: most folds leave a full sketch as it is.
    if (hashes.length > 0 && hashes[0]! >= before.theta) continue
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

/** The cell's users ascending, each with exposures added minus taken away. */
function signedCounts(cell: ReachCell): { hashes: number[]; counts: number[] } {
  const hashes: number[] = []
  const counts: number[] = []
  const [added, removed] = [Float64Array.from(cell.added).sort(), Float64Array.from(cell.removed).sort()]
  const add = (hash: number, sign: number) => {
    if (hashes.at(-1) === hash) counts[counts.length - 1]! += sign
    else {
      hashes.push(hash)
      counts.push(sign)
    }
  }
  let [i, j] = [0, 0]
  while (i < added.length || j < removed.length) {
    if (j >= removed.length || (i < added.length && added[i]! <= removed[j]!)) add(added[i++]!, 1)
    else add(removed[j++]!, -1)
  }
  return { hashes, counts }
}
