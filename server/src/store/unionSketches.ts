import { shareOut } from '@bx/contracts/metrics/shareOut'
import { CountTable } from './countTable.ts'
import { ENTRY_BYTES, encodeSketch, HASH_SPACE, hashAt, SKETCH_K } from './sketch.ts'

// The same people give the same reach, whichever days, placements or beginnings of sketches their union was made of: up
// to SKETCH_K people are counted, and of more the ESTIMATE_K smallest hashes are used, never as many as happened to be
// read. So a range answers the same as the part of another range, and more people never give a smaller number.

/** Entries of an estimate: a relative standard error of 3.1 %. */
export const ESTIMATE_K = SKETCH_K / 2

/** Distinct people with the range that holds the true number with 95 % probability. */
export interface Reach {
  readonly users: number
  readonly exact: boolean
  readonly low: number
  readonly high: number
}

export interface Union {
  /** Users with a hash below `theta`: all, up to SKETCH_K, or the ESTIMATE_K smallest; fewer when too little was read. */
  readonly entries: number
  readonly theta: number
  /** More than SKETCH_K users are known for certain. */
  readonly isLarge: boolean
  /** Entries shown n times, n >= 1; empty unless asked for. */
  readonly byCount: ReadonlyMap<number, number>
}

/** A sketch as it is stored, or its beginning. */
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
 * answer merges 100,000 entries, and decoding them first would cost as much again.
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
    unions.push({ entries: table.size, theta, isLarge, byCount: options.byCount ? table.byCount() : NO_COUNTS })
  }
  return unions
}

/** The union as a sketch, which merges like one: whoever unites the same sketches again saves the work. */
export function uniteToSketch(sketches: readonly StoredSketch[]): StoredSketch {
  const table = CountTable.for(sizeOf([sketches]))
  const limit = addAll(table, sketches, HASH_SPACE)
  const isLarge = sketches.some((sketch) => sketch.isLarge) || isLargeUnion(table.size, limit)
  const theta = cut(table, limit)
  const bytes = encodeSketch(table.sorted(theta))
  return { bytes, theta, total: bytes.length, isLarge }
}

/** The union of a long sketch and short ones, without counts: both are sorted, so they are merged as they are. */
export function extendUnion(long: StoredSketch, short: readonly StoredSketch[]): Union {
  const added = short.length === 1 ? short[0]! : uniteToSketch(short)
  const limit = Math.min(limitOf(long), limitOf(added))
  const hashes = mergeBelow(long.bytes, added.bytes, limit)
  const isLarge = [long, added].some((sketch) => sketch.isLarge) || isLargeUnion(hashes.length, limit)
  if (!isCut(hashes.length, limit)) return { entries: hashes.length, theta: limit, isLarge, byCount: NO_COUNTS }
  return { entries: ESTIMATE_K, theta: hashes[ESTIMATE_K]!, isLarge, byCount: NO_COUNTS }
}

/** Distinct hashes of both, ascending. */
function mergeBelow(a: Buffer, b: Buffer, limit: number): number[] {
  const hashes: number[] = []
  for (let [i, j] = [0, 0]; ; ) {
    const left = i < a.length ? hashAt(a, i) : HASH_SPACE
    const right = j < b.length ? hashAt(b, j) : HASH_SPACE
    const least = Math.min(left, right)
    if (least >= limit) return hashes
    hashes.push(least)
    if (left === least) i += ENTRY_BYTES
    if (right === least) j += ENTRY_BYTES
  }
}

/** A sketch is cut at a user, who lies at `theta` and is not in it: as many entries as it can hold are one user more. */
function isLargeUnion(size: number, theta: number): boolean {
  return size > SKETCH_K || (theta < HASH_SPACE && size === SKETCH_K)
}

/** Whether more is known than an estimate uses. Who can be counted is not estimated. */
function isCut(size: number, theta: number): boolean {
  return size > ESTIMATE_K && (theta < HASH_SPACE || size > SKETCH_K)
}

/** Leaves the smallest entries that an estimate uses in the table. Returns the limit below which all are in it. */
function cut(table: CountTable, theta: number): number {
  if (!isCut(table.size, theta)) return theta
  const limit = table.smallest(ESTIMATE_K)
  table.keepBelow(limit)
  return limit
}

const NO_COUNTS: ReadonlyMap<number, number> = new Map()

/** Entries that a table may have to hold. */
function sizeOf(steps: readonly (readonly StoredSketch[])[]): number {
  let size = 0
  for (const step of steps) for (const { bytes } of step) size += bytes.length / ENTRY_BYTES
  return size
}

/** Adds what lies below the smallest limit, and forgets what does not. Returns that limit. */
function addAll(table: CountTable, sketches: readonly StoredSketch[], limit: number): number {
  let theta = limit
  // By index: an answer unites thousands of sketches, and an iterator would leave an object behind for each.
  for (let i = 0; i < sketches.length; i++) theta = Math.min(theta, limitOf(sketches[i]!))
  for (let i = 0; i < sketches.length; i++) addBelow(table, sketches[i]!.bytes, theta)
  table.keepBelow(theta)
  return theta
}

/** Hashes below it are all in the bytes at hand. */
function limitOf({ bytes, theta, total }: StoredSketch): number {
  // Of a beginning, the next hash is unknown: the last one read becomes the limit and is left out.
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
  // So a little more than can be counted is never less than what can.
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

/** Users by number of impressions, in the seven buckets every screen uses; they add up to the union's reach. */
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

/** Whether the two differ by more than chance: their 95 % ranges, taken as independent, which is the careful side. */
export function isClearChange(a: Reach, b: Reach): boolean {
  const margin = Math.hypot((a.high - a.low) / 2, (b.high - b.low) / 2)
  return Math.abs(a.users - b.users) > margin
}
