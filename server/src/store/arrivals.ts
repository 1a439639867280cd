// Events as they are counted when they are received.

/** [hour of receipt, key_id, kind, events] */
export type Arrival = readonly [hour: string, keyId: string, kind: string, events: number]

/** One entry per hour, key and kind, always in the same order, so that writers lock the counters in one order. */
export function sumArrivals(arrivals: readonly Arrival[]): Arrival[] {
  const sums = new Map<string, Arrival>()
  for (const [hour, keyId, kind, events] of arrivals) {
    const name = `${hour} ${keyId} ${kind}`
    sums.set(name, [hour, keyId, kind, events + (sums.get(name)?.[3] ?? 0)])
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
}
