/** A binary heap: items ordered by time, equal times by order of insertion. */
export class Schedule<T extends { readonly at: number }> {
  readonly #heap: { readonly order: number; readonly item: T }[] = []
  #added = 0

  get size(): number {
    return this.#heap.length
  }

  add(item: T): void {
    const heap = this.#heap
    const entry = { order: this.#added++, item }
    let i = heap.length
    heap.push(entry)
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!earlier(entry, heap[parent]!)) break
      heap[i] = heap[parent]!
      i = parent
    }
    heap[i] = entry
  }

  /** Removes and returns all items before `time`, earliest first. */
  *takeBefore(time: number): Generator<T> {
    while (this.#heap.length > 0 && this.#heap[0]!.item.at < time) yield this.#takeFirst()
  }

  #takeFirst(): T {
    const heap = this.#heap
    const first = heap[0]!
    const last = heap.pop()!
    if (heap.length === 0) return first.item
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && earlier(heap[child + 1]!, heap[child]!)) child++
      if (!earlier(heap[child]!, last)) break
      heap[i] = heap[child]!
      i = child
    }
    heap[i] = last
    return first.item
  }
}

type Entry = { readonly order: number; readonly item: { readonly at: number } }

function earlier(a: Entry, b: Entry): boolean {
  return a.item.at < b.item.at || (a.item.at === b.item.at && a.order < b.order)
}
