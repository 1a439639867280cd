import { plainArray, type Tx } from '../db/client.ts'
import { ALL_MERCHANTS, ALL_PLACEMENTS } from '../facts/sumIds.ts'
import { userNumber } from '../facts/userNumber.ts'
import { decodeSketch, encodeSketch, SKETCH_K } from '../reach/sketch.ts'
import { addPerson, holdsPeople, type People, sketchOf } from './people.ts'
import { byteaArray } from './writeCounters.ts'

// Builds the sketches of a day the simple way, from every user of every cell, and compares: a stored sketch must hold
// exactly the users below its theta, with their counts.

interface SketchCell extends People {
  readonly merchant: string
  readonly placement: string
  readonly flagged: boolean
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
    if (sketch === undefined || !holdsPeople(sketch, cell)) examples.push(`reach_daily ${day} ${key}`)
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
    addPerson(cell, user, n)
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

async function rewrite(tx: Tx, day: string, cells: readonly SketchCell[]): Promise<void> {
  await tx`delete from reach_daily where day = ${day}`
  for (let i = 0; i < cells.length; i += 250) {
    const part = cells.slice(i, i + 250)
    const sketches = part.map((cell) => sketchOf(cell, SKETCH_K))
    await tx`
      insert into reach_daily (merchant_id, placement_id, day, flagged, theta, sketch)
      select m, p, ${day}, f, theta, sketch from unnest(${plainArray(part.map((c) => c.merchant))}::uuid[],
        ${plainArray(part.map((c) => c.placement))}::uuid[], ${plainArray(part.map((c) => c.flagged))}::boolean[],
        ${plainArray(sketches.map((s) => s.theta))}::bigint[], ${byteaArray(sketches.map(encodeSketch))}::bytea[])
        as t(m, p, f, theta, sketch)`
  }
}
