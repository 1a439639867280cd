import { plainArray, type Tx } from '../db/client.ts'
import { userNumber } from '../facts/delta.ts'
import { ALL_MERCHANTS, ALL_PLACEMENTS } from '../facts/sumIds.ts'
import {
  decodeSketch,
  encodeSketch,
  HASH_SPACE,
  MAX_COUNT,
  SKETCH_K,
  type Sketch,
  VISITOR_BIT,
} from '../reach/sketch.ts'
import { byteaArray } from './writeCounters.ts'

// Builds the sketches of a day the simple way, from every user of every cell, and compares: a stored sketch must hold
// exactly the users below its theta, with their counts.

interface SketchCell {
  readonly merchant: string
  readonly placement: string
  readonly flagged: boolean
  /** Impressions by user hash. */
  readonly users: Map<number, number>
  /** Hashes of visitors. */
  readonly visitors: Set<number>
}

export async function recountSketches(tx: Tx, day: string, repair: boolean) {
  const cells = await rawCells(tx, day)
  const stored = await tx<{ key: string; theta: number; sketch: Buffer }[]>`
    select merchant_id || ' ' || placement_id || ' ' || flagged::text as key, theta, sketch from reach_daily
    where day = ${day}`
  const known = new Map(stored.map((row) => [row.key, decodeSketch(row.sketch, row.theta)]))
  const examples: string[] = []
  for (const [key, cell] of cells) {
    const sketch = known.get(key)
    if (sketch === undefined || !holds(sketch, cell)) examples.push(`reach_daily ${day} ${key}`)
    known.delete(key)
  }
  for (const [key, sketch] of known)
    if (sketch.hashes.length > 0) examples.push(`reach_daily ${day} ${key} has no raw rows`)
  if (repair && examples.length > 0) await rewrite(tx, day, [...cells.values()])
  return { cells: cells.size, wrong: examples.length, examples: examples.slice(0, 5) }
}

async function rawCells(tx: Tx, day: string): Promise<Map<string, SketchCell>> {
  const cells = new Map<string, SketchCell>()
  const add = (merchant: string, placement: string, flagged: boolean, user: number, n: number) => {
    const key = `${merchant} ${placement} ${flagged}`
    let cell = cells.get(key)
    if (cell === undefined) {
      cell = { merchant, placement, flagged, users: new Map(), visitors: new Set() }
      cells.set(key, cell)
    }
    const hash = user % HASH_SPACE
    cell.users.set(hash, (cell.users.get(hash) ?? 0) + n)
    if (user >= HASH_SPACE) cell.visitors.add(hash)
  }
  const rows = tx<{ merchant: string; placement: string; user: string; flagged: boolean; n: number }[]>`
    select merchant_id as merchant, placement_id as placement, user_id as user, ivt_reason is not null as flagged, count(*) as n
    from exposure_events where day = ${day} and event_date between ${day}::date - 1 and ${day}::date + 1
    group by 1, 2, 3, 4`
  await rows.cursor(10_000, (chunk) => {
    for (const { merchant, placement, user, flagged, n } of chunk) {
      const number = userNumber(user)
      add(merchant, placement, flagged, number, n)
      add(merchant, ALL_PLACEMENTS, flagged, number, n)
      add(ALL_MERCHANTS, placement, flagged, number, n)
      add(ALL_MERCHANTS, ALL_PLACEMENTS, flagged, number, n)
    }
  })
  return cells
}

function holds(sketch: Sketch, cell: SketchCell): boolean {
  let below = 0
  for (const hash of cell.users.keys()) if (hash < sketch.theta) below++
  if (below !== sketch.hashes.length) return false
  return sketch.hashes.every((hash, i) => countOf(cell, hash) === sketch.counts[i])
}

/** In the form that a sketch stores. */
function countOf({ users, visitors }: SketchCell, hash: number): number {
  return Math.min(users.get(hash) ?? 0, MAX_COUNT) | (visitors.has(hash) ? VISITOR_BIT : 0)
}

async function rewrite(tx: Tx, day: string, cells: readonly SketchCell[]): Promise<void> {
  await tx`delete from reach_daily where day = ${day}`
  for (let i = 0; i < cells.length; i += 250) {
    const part = cells.slice(i, i + 250)
    const sketches = part.map((cell) => build(cell))
    await tx`
      insert into reach_daily (merchant_id, placement_id, day, flagged, theta, sketch)
      select m, p, ${day}, f, theta, sketch from unnest(${plainArray(part.map((c) => c.merchant))}::uuid[],
        ${plainArray(part.map((c) => c.placement))}::uuid[], ${plainArray(part.map((c) => c.flagged))}::boolean[],
        ${plainArray(sketches.map((s) => s.theta))}::bigint[], ${byteaArray(sketches.map(encodeSketch))}::bytea[])
        as t(m, p, f, theta, sketch)`
  }
}

function build(cell: SketchCell): Sketch {
  const hashes = Float64Array.from(cell.users.keys()).sort()
  const kept = hashes.slice(0, SKETCH_K)
  return {
    hashes: kept,
    counts: Uint16Array.from(kept, (hash) => countOf(cell, hash)),
    theta: hashes.length > SKETCH_K ? hashes[SKETCH_K]! : HASH_SPACE,
  }
}
