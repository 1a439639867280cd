import { plainArray, type Tx } from '../db/client.ts'
import type { PackageDelta, PackageKey } from '../facts/delta.ts'
import { addedColumns } from '../lib/saturate.ts'
import { addCounts, decodeSketch, EMPTY_SKETCH, encodeSketch, PACKAGE_SKETCH_K, type Sketch } from '../reach/sketch.ts'
import { signedCounts } from './signedCounts.ts'
import { byteaArray } from './writeCounters.ts'

/** Adds to package_hourly, package_daily, package_placement_daily and package_reach. */
export async function writePackages(tx: Tx, deltas: readonly PackageDelta[]): Promise<void> {
  if (deltas.length === 0) return
  await addHours(tx, deltas)
  await addDays(tx, deltas)
  await addPlacementDays(tx, deltas)
  await addPeople(tx, deltas)
}

async function addHours(tx: Tx, deltas: readonly PackageDelta[]): Promise<void> {
  const column = (value: (key: PackageKey) => string | boolean) => plainArray(deltas.map(({ key }) => value(key)))
  await tx`
    insert into package_hourly as r (package_id, hour, day, placement_id, verdict, flagged, impressions, viewable)
    select * from unnest(${column((key) => key[0])}::uuid[], ${column((key) => key[1])}::timestamptz[],
      ${column((key) => key[2])}::date[], ${column((key) => key[3])}::uuid[], ${column((key) => key[4])}::text[],
      ${column((key) => key[5] === 1)}::boolean[], ${plainArray(deltas.map(({ impressions }) => impressions))}::bigint[],
      ${plainArray(deltas.map(({ viewable }) => viewable))}::bigint[])
    on conflict (package_id, hour, placement_id, verdict, flagged)
      do update set ${tx.unsafe(addedColumns(['impressions', 'viewable']))}`
  if (deltas.every(({ impressions }) => impressions > 0)) return
  await tx`delete from package_hourly where impressions = 0 and day = any(${column((key) => key[2])}::date[])`
}

async function addDays(tx: Tx, deltas: readonly PackageDelta[]): Promise<void> {
  const days = [
    ...Map.groupBy(deltas, ({ key: [id, , day, , verdict, flagged] }) => `${id} ${day} ${verdict} ${flagged}`),
  ]
  const column = (value: (same: readonly PackageDelta[]) => string | number | boolean) =>
    plainArray(days.map(([, same]) => value(same)))
  const sum = (of: (delta: PackageDelta) => number) =>
    column((same) => same.reduce((total, delta) => total + of(delta), 0))
  await tx`
    insert into package_daily as r (package_id, day, verdict, flagged, impressions, viewable)
    select * from unnest(${column(([one]) => one!.key[0])}::uuid[], ${column(([one]) => one!.key[2])}::date[],
      ${column(([one]) => one!.key[4])}::text[], ${column(([one]) => one!.key[5] === 1)}::boolean[],
      ${sum(({ impressions }) => impressions)}::bigint[], ${sum(({ viewable }) => viewable)}::bigint[])
    on conflict (package_id, day, verdict, flagged)
      do update set ${tx.unsafe(addedColumns(['impressions', 'viewable']))}`
  if (deltas.every(({ impressions }) => impressions > 0)) return
  await tx`delete from package_daily where impressions = 0 and day = any(${column(([one]) => one!.key[2])}::date[])`
}

/** Only stamps that count. */
async function addPlacementDays(tx: Tx, all: readonly PackageDelta[]): Promise<void> {
  const deltas = all.filter(({ key: [, , , , verdict] }) => verdict === 'counted')
  if (deltas.length === 0) return
  const days = [
    ...Map.groupBy(deltas, ({ key: [id, , day, placement, , flagged] }) => `${placement} ${day} ${id} ${flagged}`),
  ]
  const column = (value: (same: readonly PackageDelta[]) => string | number | boolean) =>
    plainArray(days.map(([, same]) => value(same)))
  const sum = (of: (delta: PackageDelta) => number) =>
    column((same) => same.reduce((total, delta) => total + of(delta), 0))
  await tx`
    insert into package_placement_daily as r (placement_id, day, package_id, flagged, impressions, viewable)
    select * from unnest(${column(([one]) => one!.key[3])}::uuid[], ${column(([one]) => one!.key[2])}::date[],
      ${column(([one]) => one!.key[0])}::uuid[], ${column(([one]) => one!.key[5] === 1)}::boolean[],
      ${sum(({ impressions }) => impressions)}::bigint[], ${sum(({ viewable }) => viewable)}::bigint[])
    on conflict (placement_id, day, package_id, flagged)
      do update set ${tx.unsafe(addedColumns(['impressions', 'viewable']))}`
  if (deltas.every(({ impressions }) => impressions > 0)) return
  await tx`
    delete from package_placement_daily
    where impressions = 0 and day = any(${column(([one]) => one!.key[2])}::date[])`
}

/** People of one package and day. */
interface Day {
  readonly id: string
  readonly day: string
  readonly added: readonly number[]
  readonly removed: readonly number[]
}

/** Days of packages written by one statement: at most 128 KB each, twice as much as hex. */
const CHUNK = 25

async function addPeople(tx: Tx, deltas: readonly PackageDelta[]): Promise<void> {
  const days = daysOf(deltas)
  for (let i = 0; i < days.length; i += CHUNK) {
    const part = days.slice(i, i + CHUNK)
    const before = await readSketches(tx, part)
    const after = part.map((day, n) => {
      const { users, counts } = signedCounts(day)
      return addCounts(before[n]!, users, counts, PACKAGE_SKETCH_K)
    })
    await tx`
      insert into package_reach (package_id, day, theta, sketch)
      select * from unnest(${plainArray(part.map(({ id }) => id))}::uuid[], ${plainArray(part.map(({ day }) => day))}::date[],
        ${plainArray(after.map(({ theta }) => theta))}::bigint[], ${byteaArray(after.map(encodeSketch))}::bytea[])
      on conflict (package_id, day) do update set theta = excluded.theta, sketch = excluded.sketch`
  }
}

function daysOf(deltas: readonly PackageDelta[]): Day[] {
  const withPeople = deltas.filter(({ added, removed }) => added.length + removed.length > 0)
  return [...Map.groupBy(withPeople, ({ key: [id, , day] }) => `${id} ${day}`).values()].map((same) => ({
    id: same[0]!.key[0],
    day: same[0]!.key[2],
    added: same.flatMap(({ added }) => added),
    removed: same.flatMap(({ removed }) => removed),
  }))
}

async function readSketches(tx: Tx, days: readonly Day[]): Promise<Sketch[]> {
  const rows = await tx<{ n: number; theta: number; sketch: Buffer }[]>`
    select n::int, theta, sketch from unnest(${plainArray(days.map(({ id }) => id))}::uuid[],
      ${plainArray(days.map(({ day }) => day))}::date[]) with ordinality as t (package_id, day, n)
    join package_reach using (package_id, day)`
  const sketches = days.map(() => EMPTY_SKETCH)
  for (const { n, theta, sketch } of rows) sketches[n - 1] = decodeSketch(sketch, theta)
  return sketches
}
