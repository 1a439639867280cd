// Sets of merchants as bitmaps over merchant_no: 63 bytes for 500 merchants, combined by `or` over days and placements.

export function setBits(bitmap: Buffer, numbers: Iterable<number>): Buffer {
  const list = [...numbers]
  const needed = Math.max(bitmap.length, ...list.map((n) => (n >> 3) + 1))
  const out = Buffer.alloc(needed)
  bitmap.copy(out)
  for (const n of list) out[n >> 3]! |= 1 << (n & 7)
  return out
}

export function unionBits(bitmaps: readonly Buffer[]): Buffer {
  const out = Buffer.alloc(Math.max(0, ...bitmaps.map((bitmap) => bitmap.length)))
  for (const bitmap of bitmaps) for (let i = 0; i < bitmap.length; i++) out[i]! |= bitmap[i]!
  return out
}

export function countBits(bitmap: Buffer): number {
  let count = 0
  for (let byte of bitmap) for (; byte !== 0; byte &= byte - 1) count++
  return count
}
