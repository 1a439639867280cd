import { shareOut } from '@bx/contracts/metrics/shareOut'
import { CountTable } from './countTable.ts'
import { ENTRY_BYTES, encodeSketch, HASH_SPACE, hashAt, SKETCH_K } from './sketch.ts'

// The same people give the same reach, whichever days, placements or heads of sketches their union was made of. Up to
// SKETCH_K people are counted exactly; above that the ESTIMATE_K smallest hashes are used, however many were read. So a
// range gives the same result as the same days within another range, and more people never give a smaller number.

/** Entries of an estimate: a relative standard error of 3.1 %. */
export const ESTIMATE_K = SKETCH_K / 2

/** Distinct people with the range that contains the true number with 95 % probability. */
export interface Reach {
  readonly users: number
  readonly exact: boolean
  readonly low: number
  readonly high: number
}

export interface Union {
  /** Users with a hash below `theta`: all, up to SKETCH_K, or the ESTIMATE_K smallest; fewer if too little was read. */
  readonly entries: number
  /** How many of `entries`. */
  readonly visitors: number
  readonly theta: number
  /** More than SKETCH_K users are known for certain. */
  readonly isLarge: boolean
  /** Entries shown n times, n >= 1; empty unless requested. */
  readonly byCount: ReadonlyMap<number, number>
}

/** A stored sketch, or its head. */
export interface StoredSketch {
  readonly bytes: Buffer
  /** Of the whole sketch. */
  readonly theta: number
  /** Size of the whole sketch, bytes. */
  readonly total: number
  /** Of a union: more than SKETCH_K users are known for certain. */
  readonly isLarge?: boolean
}

/**
 * Merges sketches of any days, placements and merchants; the counts of a user add up. Works on the stored bytes: an
 * answer merges 100,000 entries, and decoding them first would double the cost.
 */
export function unionSketches(sketches: readonly StoredSketch[], options: { byCount: boolean }): Union {
  return unionInSteps([sketches], options)[0]!
}

/**
 * The union of the first step, of the first two, and so on, in one pass: whole days and then today cost one union
 * instead of two.
 */
export function unionInSteps(
  steps: readonly (readonly StoredSketch[])[],
  options: { byCount: boolean },
): readonly Union[] {
  const table = CountTable.for(sizeOf(steps))
  const unions: Union[] = []
  let [theta, isLarge] = [HASH_SPACE, false]
  for (const step of steps) {
    const limit = addAll(table, step, theta)
    isLarge = isLarge || step.some((sketch) => sketch.isLarge) || isLargeUnion(table.size, limit)
    theta = cut(table, limit)
    const byCount = options.byCount ? table.byCount() : NO_COUNTS
    unions.push({ entries: table.size, visitors: table.visitors(), theta, isLarge, byCount })
  }
  return unions
}

/** The union as a sketch, which can be merged like any other: reusing it saves uniting the same sketches again. */
export function uniteToSketch(sketches: readonly StoredSketch[]): StoredSketch {
  const table = CountTable.for(sizeOf([sketches]))
  const limit = addAll(table, sketches, HASH_SPACE)
  const isLarge = sketches.some((sketch) => sketch.isLarge) || isLargeUnion(table.size, limit)
  const theta = cut(table, limit)
  const bytes = encodeSketch(table.sorted(theta))
  return { bytes, theta, total: bytes.length, isLarge }
}

/** The union of a long sketch and short ones, without counts: both are sorted, so they are merged directly. */
export function extendUnion(long: StoredSketch, short: readonly StoredSketch[]): Union {
  const added = short.length === 1 ? short[0]! : uniteToSketch(short)
  const limit = Math.min(limitOf(long), limitOf(added))
  const { hashes, visitors } = mergeBelow(long.bytes, added.bytes, limit)
  const isLarge = [long, added].some((sketch) => sketch.isLarge) || isLargeUnion(hashes.length, limit)
  const isShort = isCut(hashes.length, limit)
  const [entries, theta] = isShort ? [ESTIMATE_K, hashes[ESTIMATE_K]!] : [hashes.length, limit]
  return { entries, visitors: countBelow(visitors, theta), theta, isLarge, byCount: NO_COUNTS }
}

function countBelow(sorted: readonly number[], theta: number): number {
  let n = 0
  while (n < sorted.length && sorted[n]! < theta) n++
  return n
}

/** Distinct hashes of both, ascending, and those of visitors among them. */
function mergeBelow(a: Buffer, b: Buffer, limit: number): { hashes: number[]; visitors: number[] } {
  const hashes: number[] = []
  const visitors: number[] = []
  for (let [i, j] = [0, 0]; ; ) {
    const left = i < a.length ? hashAt(a, i) : HASH_SPACE
    const right = j < b.length ? hashAt(b, j) : HASH_SPACE
    const least = Math.min(left, right)
    if (least >= limit) return { hashes, visitors }
    hashes.push(least)
    if ((left === least && isVisitorAt(a, i)) || (right === least && isVisitorAt(b, j))) visitors.push(least)
    if (left === least) i += ENTRY_BYTES
    if (right === least) j += ENTRY_BYTES
  }
}

function isVisitorAt(bytes: Buffer, at: number): boolean {
  return bytes[at + 6]! >= 0x80
}

/**
 * A sketch is cut at a user, whose hash is `theta` and who is not in it: a full sketch therefore means one more user.
 */
function isLargeUnion(size: number, theta: number): boolean {
  return size > SKETCH_K || (theta < HASH_SPACE && size === SKETCH_K)
}

/** Whether more is known than an estimate uses. What can be counted is not estimated. */
function isCut(size: number, theta: number): boolean {
  return size > ESTIMATE_K && (theta < HASH_SPACE || size > SKETCH_K)
}

/** Keeps only the smallest entries that an estimate uses in the table. Returns the limit below which all are in it. */
function cut(table: CountTable, theta: number): number {
  if (!isCut(table.size, theta)) return theta
  const limit = table.smallest(ESTIMATE_K)
  table.keepBelow(limit)
  return limit
}

const NO_COUNTS: ReadonlyMap<number, number> = new Map()

/** The most entries that the table may have to hold. */
function sizeOf(steps: readonly (readonly StoredSketch[])[]): number {
  let size = 0
  for (const step of steps) for (const { bytes } of step) size += bytes.length / ENTRY_BYTES
  return size
}

/** Adds what is below the smallest limit, and removes the rest. Returns that limit. */
function addAll(table: CountTable, sketches: readonly StoredSketch[], limit: number): number {
  let theta = limit
  // By index: an answer unites thousands of sketches, and an iterator would allocate an object for each.
  for (let i = 0; i < sketches.length; i++) theta = Math.min(theta, limitOf(sketches[i]!))
  for (let i = 0; i < sketches.length; i++) addBelow(table, sketches[i]!.bytes, theta)
  table.keepBelow(theta)
  return theta
}

/** All hashes below it are in the bytes read. */
function limitOf({ bytes, theta, total }: StoredSketch): number {
  // The hash after a head is unknown: the last one read becomes the limit and is left out.
  return bytes.length < total ? hashAt(bytes, bytes.length - ENTRY_BYTES) : theta
}

function addBelow(table: CountTable, bytes: Buffer, theta: number): void {
  for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
    const hash = hashAt(bytes, at)
    if (hash >= theta) return
    table.add(hash, (bytes[at + 6]! << 8) | bytes[at + 7]!)
  }
}

/** Estimate and range of the union's size: n / p with a binomial standard error of sqrt(n (1 - p)) / p. */
export function reachOf(union: Pick<Union, 'entries' | 'theta' | 'isLarge'>): Reach {
  const p = union.theta / HASH_SPACE
  const estimate = union.entries / p
  const margin = (1.96 * Math.sqrt(union.entries * (1 - p))) / p
  // So slightly more than can be counted never gives less than what can.
  const users = Math.max(Math.round(estimate), union.isLarge ? SKETCH_K + 1 : 0)
  return {
    users,
    exact: p === 1,
    low: Math.max(union.entries, Math.floor(estimate - margin)),
    high: Math.max(users, Math.ceil(estimate + margin)),
  }
}

const BUCKETS = [
  { bucket: '1', from: 1 },
  { bucket: '2', from: 2 },
  { bucket: '3-4', from: 3 },
  { bucket: '5-9', from: 5 },
  { bucket: '10-19', from: 10 },
  { bucket: '20-49', from: 20 },
  { bucket: '50+', from: 50 },
] as const

/** Users by number of impressions, in the seven buckets that every screen uses; they add up to the union's reach. */
export function frequencyBuckets(union: Union): { bucket: string; users: number; share: number | null }[] {
  const entries = BUCKETS.map(() => 0)
  for (const [count, users] of union.byCount) entries[BUCKETS.findLastIndex(({ from }) => count >= from)]! += users
  const users = shareOut(reachOf(union).users, entries)
  return BUCKETS.map(({ bucket }, i) => ({
    bucket,
    users: users[i]!,
    share: union.entries > 0 ? entries[i]! / union.entries : null,
  }))
}
