/** Beyond this the oldest are dropped, and counted. */
const MAX_KEPT = 1000

/** Events the SDK had to give up; the server shows them, so that nothing is lost silently. */
export interface Lost {
  stale: number
  overflow: number
}

/** What waits to be sent, oldest first, never more than 1000. */
export interface Buffer<T> {
  size(): number
  add(item: T): void
  take(max: number): T[]
  /** A batch that did not arrive, to the front again. */
  putBack(items: readonly T[]): void
  clear(): void
}

export function createBuffer<T>(lost: Lost): Buffer<T> {
  const items: T[] = []
  const trim = () => {
    // A negative count removes nothing.
    lost.overflow += items.splice(0, items.length - MAX_KEPT).length
  }
  return {
    size: () => items.length,
    add(item) {
      items.push(item)
      trim()
    },
    take: (max) => items.splice(0, max),
    putBack(batch) {
      items.unshift(...batch)
      trim()
    },
    clear() {
      items.length = 0
    },
  }
}
