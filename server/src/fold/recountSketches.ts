import { plainArray, type Tx } from '../store/db.ts'
import { userHash } from '../store/delta.ts'
import { ALL } from '../store/reachKey.ts'
import { decodeSketch, encodeSketch, HASH_SPACE, SKETCH_K, type Sketch } from '../store/sketch.ts'
import { byteaArray } from './writeCounters.ts'

// Builds the sketches of a day naively, from every user of every cell, and compares: a stored sketch must hold exactly
// the users below its theta, with their counts.

interface Cell {
  readonly merchant: string
  readonly placement: string
  readonly flagged: boolean
  /** Impressions by user hash. */
  readonly users: Map<number, number>
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
    if (sketch === undefined || !holds(sketch, cell.users)) examples.push(`reach_daily ${day} ${key}`)
    known.delete(key)
  }
  for (const [key, sketch] of known)
    if (sketch.hashes.length > 0) examples.push(`reach_daily ${day} ${key} has no raw rows`)
  if (repair && examples.length > 0) await rewrite(tx, day, [...cells.values()])
  return { cells: cells.size, wrong: examples.length, examples: examples.slice(0, 5) }
}

async function rawCells(tx: Tx, day: string): Promise<Map<string, Cell>> {
  const cells = new Map<string, Cell>()
  const add = (merchant: string, placement: string, flagged: boolean, user: number, n: number) => {
    const key = `${merchant} ${placement} ${flagged}`
    let cell = cells.get(key)
    if (cell === undefined) {
      cell = { merchant, placement, flagged, users: new Map() }
      cells.set(key, cell)
    }
    cell.users.set(user, (cell.users.get(user) ?? 0) + n)
  }
  const rows = tx<{ merchant: string; placement: string; user: string; flagged: boolean; n: number }[]>`
    select merchant_id as merchant, placement_id as placement, user_id as user, ivt_reason is not null as flagged, count(*) as n
    from exposure_events where day = ${day} and event_date between ${day}::date - 1 and ${day}::date + 1
    group by 1, 2, 3, 4`
  await rows.cursor(10_000, (chunk) => {
    for (const { merchant, placement, user, flagged, n } of chunk) {
      const hash = userHash(user)
      add(merchant, placement, flagged, hash, n)
      add(merchant, ALL, flagged, hash, n)
      add(ALL, placement, flagged, hash, n)
      add(ALL, ALL, flagged, hash, n)
    }
  })
  return cells
}

function holds(sketch: Sketch, users: ReadonlyMap<number, number>): boolean {
  let below = 0
  for (const hash of users.keys()) if (hash < sketch.theta) below++
  if (below !== sketch.hashes.length) return false
  return sketch.hashes.every((hash, i) => Math.min(users.get(hash) ?? 0, 65_535) === sketch.counts[i])
}

async function rewrite(tx: Tx, day: string, cells: readonly Cell[]): Promise<void> {
  await tx`delete from reach_daily where day = ${day}`
  for (let i = 0; i < cells.length; i += 250) {
    const part = cells.slice(i, i + 250)
    const sketches = part.map((cell) => build(cell.users))
    await tx`
      insert into reach_daily (merchant_id, placement_id, day, flagged, theta, sketch)
      select m, p, ${day}, f, theta, sketch from unnest(${plainArray(part.map((c) => c.merchant))}::uuid[],
        ${plainArray(part.map((c) => c.placement))}::uuid[], ${plainArray(part.map((c) => c.flagged))}::boolean[],
        ${plainArray(sketches.map((s) => s.theta))}::bigint[], ${byteaArray(sketches.map(encodeSketch))}::bytea[])
        as t(m, p, f, theta, sketch)`
  }
}

function build(users: ReadonlyMap<number, number>): Sketch {
  const hashes = Float64Array.from(users.keys()).sort()
  const kept = hashes.slice(0, SKETCH_K)
  return {
    hashes: kept,
    counts: Uint16Array.from(kept, (hash) => Math.min(users.get(hash)!, 65_535)),
    theta: hashes.length > SKETCH_K ? hashes[SKETCH_K]! : HASH_SPACE,
  }
}
