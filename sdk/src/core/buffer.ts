/** Waits for at most 50 items or 5 seconds (the seed's figures), then hands them on together. */
const MAX_ITEMS = 50
const MAX_WAIT_MS = 5000
/** Beyond this the oldest are dropped, and counted. */
const MAX_KEPT = 1000

export interface Buffer<T> {
  add(item: T): void
  /** All that waits; the buffer is empty afterwards. */
  take(): { readonly items: readonly T[]; readonly overflow: number }
}

export function createBuffer<T>(onFull: () => void): Buffer<T> {
  let items: T[] = []
  let overflow = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    add(item) {
      if (items.length >= MAX_KEPT) {
        items.shift()
        overflow++
      }
      items.push(item)
      timer ??= setTimeout(onFull, MAX_WAIT_MS)
      if (items.length >= MAX_ITEMS) onFull()
    },
    take() {
      clearTimeout(timer)
      timer = undefined
      const taken = { items, overflow }
      items = []
      overflow = 0
      return taken
    },
  }
}
