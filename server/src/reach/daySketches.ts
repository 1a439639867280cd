import { plainArray, type Tx } from '../db/client.ts'
import { sumOf } from '../lib/sum.ts'
import type { DaySketchMemory } from './daySketchMemory.ts'
import type { ReachQuestion } from './reachQuestion.ts'
import { prefixBytes, SKETCH_K } from './sketch.ts'
import type { StoredSketch } from './unionSketches.ts'

// Reads the heads of day sketches, by placement (or by merchant if several are given).

export interface DaySketch extends StoredSketch {
  readonly day: string
}

/** How many entries to read of each sketch: of every one, or only of those named. */
export type Entries = number | ReadonlyMap<string, number>

/**
 * @param memory cache of sketches over all merchants or all placements; if omitted, everything is read from the
 * database
 */
export function readDaySketches(
  tx: Tx,
  question: ReachQuestion,
  entries: Entries,
  memory?: DaySketchMemory,
): Promise<ReadonlyMap<string, readonly DaySketch[]>> {
  return memory ? readRemembered(tx, question, entries, memory) : readStored(tx, question, entries)
}

const bytesOf = (entries: Entries, key: string) =>
  prefixBytes(typeof entries === 'number' ? entries : (entries.get(key) ?? 0))

async function readStored(tx: Tx, question: ReachQuestion, entries: Entries): Promise<Map<string, DaySketch[]>> {
  const key = keyOf(tx, question)
  const named = typeof entries === 'number' ? null : [...entries]
  // One row a placement: 600 rows cost the driver more than the bytes in them. base64 takes two thirds of the driver's
  // hexadecimal form.
  const rows = await tx<{ key: string; days: SketchHead[]; heads: string }[]>`
    select ${key} as key,
      json_agg(json_build_array(day, theta, octet_length(sketch)) order by day, flagged) as days,
      encode(string_agg(substring(sketch from 1 for ${named ? tx`wanted.bytes` : tx`${bytesOf(entries, '')}::int`}), '' order by day, flagged), 'base64') as heads
    from reach_daily
      ${named ? tx`join unnest(${plainArray(named.map(([id]) => id))}::uuid[], ${plainArray(named.map(([, n]) => prefixBytes(n)))}::int[]) as wanted (${key}, bytes) using (${key})` : tx``}
    where ${matches(tx, question)}
    group by 1`
  return new Map(
    rows.map((row) => [row.key, cut(Buffer.from(row.heads, 'base64'), row.days, bytesOf(entries, row.key))]),
  )
}

function keyOf(tx: Tx, { merchantIds }: ReachQuestion) {
  return merchantIds ? tx`merchant_id` : tx`placement_id`
}

function matches(tx: Tx, { merchantId, merchantIds, placementId, days, gross }: ReachQuestion) {
  return tx`${merchantIds ? tx`merchant_id = any(${plainArray([...merchantIds])}::uuid[]) and placement_id = ${merchantId}` : tx`merchant_id = ${merchantId}`}
    and day between ${days.start} and ${days.end}
    ${placementId ? tx`and placement_id = ${placementId}` : tx``}
    ${gross ? tx`` : tx`and not flagged`}`
}

type SketchHead = readonly [day: string, theta: number, total: number]

function cut(heads: Buffer, days: readonly SketchHead[], bytes: number): DaySketch[] {
  let at = 0
  return days.map(([day, theta, total]) => {
    const from = at
    at += Math.min(bytes, total)
    return { day, theta, total, bytes: heads.subarray(from, at) }
  })
}

/** A sketch and its current version; its bytes are cached or read. */
interface Version {
  readonly key: string
  readonly day: string
  readonly flagged: boolean
  readonly version: string
  readonly theta: number
  readonly total: number
  /** Bytes to read of it. */
  readonly wanted: number
  bytes: Buffer
}

/** Days with this few people may be counted exactly; they are read whole at once, to avoid a second read. */
const FEW_BYTES = prefixBytes(2 * SKETCH_K)

const NOT_READ = Buffer.alloc(0)

/** Reads the current version of each sketch, then the bytes of those that are not cached. */
async function readRemembered(
  tx: Tx,
  question: ReachQuestion,
  entries: Entries,
  memory: DaySketchMemory,
): Promise<Map<string, Version[]>> {
  const versions = await readVersions(tx, question, entries)
  const missing: Version[] = []
  // Taken from the cache before the next await: a concurrent answer may replace them with those of its own snapshot.
  for (const [key, sketches] of versions) {
    const kept = memory.of(key)
    for (const sketch of sketches) {
      const head = kept.get(sketch, sketch.wanted)
      if (head) sketch.bytes = head
      else missing.push(sketch)
    }
  }
  const read = missing.length > 0 ? await readHeads(tx, question, missing) : []
  for (const [i, sketch] of missing.entries()) {
    sketch.bytes = read[i]!
    memory.of(sketch.key).set(sketch, sketch.bytes)
  }
  return versions
}

async function readVersions(tx: Tx, question: ReachQuestion, entries: Entries): Promise<Map<string, Version[]>> {
  // xmin identifies the transaction that wrote the row: a worker writes a sketch once in a transaction.
  const rows = await tx<{ key: string; days: [string, boolean, string, number, number][] }[]>`
    select ${keyOf(tx, question)} as key,
      json_agg(json_build_array(day, flagged, xmin::text, theta, octet_length(sketch)) order by day, flagged) as days
    from reach_daily where ${matches(tx, question)} group by 1`
  const asked = rows.filter(({ key }) => bytesOf(entries, key) > 0)
  return new Map(
    asked.map(({ key, days }) => {
      const isFew = sumOf(days, ([, , , , total]) => total) <= FEW_BYTES
      const wanted = isFew ? FEW_BYTES : bytesOf(entries, key)
      return [
        key,
        days.map(([day, flagged, version, theta, total]) => {
          return { key, day, flagged, version, theta, total, wanted, bytes: NOT_READ }
        }),
      ]
    }),
  )
}

/** In the order of `sketches`. */
async function readHeads(tx: Tx, question: ReachQuestion, sketches: readonly Version[]): Promise<Buffer[]> {
  const column = <T extends string | number>(value: (sketch: Version) => T) => plainArray(sketches.map(value))
  const rows = await tx<{ head: string }[]>`
    select encode(substring(sketch from 1 for bytes), 'base64') as head
    from unnest(${column(({ key }) => key)}::uuid[], ${column(({ day }) => day)}::date[],
        ${column(({ flagged }) => String(flagged))}::boolean[], ${column(({ wanted }) => wanted)}::int[])
        with ordinality as wanted (${keyOf(tx, question)}, day, flagged, bytes, no)
      join reach_daily using (${keyOf(tx, question)}, day, flagged)
    where ${question.merchantIds ? tx`placement_id` : tx`merchant_id`} = ${question.merchantId}
    order by no`
  return rows.map(({ head }) => Buffer.from(head, 'base64'))
}
