// Reach and frequency: a bottom-k sketch with counts ("tuple sketch"). It keeps the k users with the smallest hashes and
// how often each was counted; theta is the hash below which it knows everyone. Exact up to k users; above, the number
// of users is entries / (theta / 2^48) with a relative standard error of about 1 / sqrt(k - 2), 2.2 % for k = 2048.
// Sketches of any days and placements merge, because all use the same hash. Source: Cohen and Kaplan, "Summarizing data
// using bottom-k sketches" (PODC 2007); tuple sketches: Apache DataSketches.

/** Hashes are 48-bit integers: exact in a double, 6 bytes on disk; 500,000 users collide with probability 0.0004. */
export const HASH_SPACE = 2 ** 48
export const SKETCH_K = 2048
/** Of packages, whose reach is reported to those who pay: a standard error of 0.8 %. */
export const PACKAGE_SKETCH_K = 16_384
export const ENTRY_BYTES = 8
/** Counts have 15 bits: one person's impressions in a cell and day; more than 32,767 is a bot. */
export const MAX_COUNT = 32_767
/** The 16th bit marks a visitor, a user who was not signed in. */
export const VISITOR_BIT = 0x8000

export interface Sketch {
  /** Ascending, all below theta. */
  readonly hashes: Float64Array
  /** Impressions of each user, same order, at least 1; with VISITOR_BIT for visitors. */
  readonly counts: Uint16Array
  readonly theta: number
}

export const EMPTY_SKETCH: Sketch = { hashes: new Float64Array(0), counts: new Uint16Array(0), theta: HASH_SPACE }

/**
 * Adds signed counts to a sketch; removes users whose count falls to 0.
 * @param users their hashes, ascending and distinct; HASH_SPACE is added to those of visitors
 */
export function addCounts(sketch: Sketch, users: readonly number[], counts: readonly number[], k = SKETCH_K): Sketch {
  const size = sketch.hashes.length + users.length
  const outHashes = new Float64Array(size)
  const outCounts = new Uint16Array(size)
  let [i, j, n] = [0, 0, 0]
  const push = (hash: number, count: number, visitor: number) => {
    if (count <= 0) return
    outHashes[n] = hash
    outCounts[n++] = Math.min(count, MAX_COUNT) | visitor
  }
  const pushOwn = (own: number) => push(own, sketch.counts[i]! & MAX_COUNT, sketch.counts[i++]! & VISITOR_BIT)
  while (i < sketch.hashes.length || j < users.length) {
    const [own, user] = [sketch.hashes[i] ?? HASH_SPACE, users[j] ?? HASH_SPACE]
    const visitor = j < users.length && user >= HASH_SPACE ? VISITOR_BIT : 0
    const other = visitor ? user - HASH_SPACE : user
    if (own < other) pushOwn(own)
    else if (other >= sketch.theta) break
    else if (own > other) push(other, counts[j++]!, visitor)
    else push(own, (sketch.counts[i]! & MAX_COUNT) + counts[j++]!, (sketch.counts[i++]! & VISITOR_BIT) | visitor)
  }
  while (i < sketch.hashes.length) pushOwn(sketch.hashes[i]!)
  return trim(outHashes, outCounts, n, sketch.theta, k)
}

function trim(hashes: Float64Array, counts: Uint16Array, n: number, theta: number, k: number): Sketch {
  if (n <= k) return { hashes: hashes.slice(0, n), counts: counts.slice(0, n), theta }
  return { hashes: hashes.slice(0, k), counts: counts.slice(0, k), theta: hashes[k]! }
}

export function encodeSketch(sketch: Sketch): Buffer {
  const bytes = Buffer.allocUnsafe(sketch.hashes.length * ENTRY_BYTES)
  for (let i = 0, at = 0; i < sketch.hashes.length; i++, at += ENTRY_BYTES) {
    bytes.writeUIntBE(sketch.hashes[i]!, at, 6)
    bytes.writeUInt16BE(sketch.counts[i]!, at + 6)
  }
  return bytes
}

export function decodeSketch(bytes: Buffer, theta: number): Sketch {
  const size = bytes.length / ENTRY_BYTES
  const hashes = new Float64Array(size)
  const counts = new Uint16Array(size)
  for (let i = 0, at = 0; i < size; i++, at += ENTRY_BYTES) {
    hashes[i] = hashAt(bytes, at)
    counts[i] = (bytes[at + 6]! << 8) | bytes[at + 7]!
  }
  return { hashes, counts, theta }
}

/** The hash of the entry at byte `at`. Computed here because Buffer's readers check their bounds each time. */
export function hashAt(bytes: Buffer, at: number): number {
  const low = ((bytes[at + 2]! << 24) | (bytes[at + 3]! << 16) | (bytes[at + 4]! << 8) | bytes[at + 5]!) >>> 0
  return ((bytes[at]! << 8) | bytes[at + 1]!) * 0x1_0000_0000 + low
}

/** Bytes that hold the first `entries` entries. */
export function prefixBytes(entries: number): number {
  return entries * ENTRY_BYTES
}
