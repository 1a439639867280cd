import { type StoredSketch, uniteToSketch } from './unionSketches.ts'

/**
 * Bytes of unions cached: one is about 20 KB, so over a thousand. Above the limit the least recently used one is
 * removed.
 */
const MAX_BYTES = 24 << 20
/** Names requested once, without a union. */
const MAX_NAMES = 10_000

/** A union, and the bytes it was made of. */
interface Kept {
  readonly parts: readonly Buffer[]
  readonly union: StoredSketch
}

/**
 * Unions of past days: queries of the last 30 days need those of 29 again and again, and they rarely change. Created at
 * the second request; days that were queried only once are not worth caching.
 */
export class UnionMemory {
  /** Least recently used first. */
  readonly #kept = new Map<string, Kept>()
  readonly #requested = new Set<string>()
  #bytes = 0

  /**
   * The union of these sketches; null at the first request.
   * @param name of their owner, the days and the lengths read: one union is cached under it
   */
  unionOf(name: string, sketches: readonly StoredSketch[]): StoredSketch | null {
    const found = this.#kept.get(name)
    if (found === undefined && !this.#requested.has(name)) return this.#rememberRequest(name)
    const isSame = found?.parts.length === sketches.length && sketches.every(({ bytes }, i) => bytes === found.parts[i])
    const kept = found && isSame ? found : { parts: sketches.map(({ bytes }) => bytes), union: uniteToSketch(sketches) }
    if (found) this.#forget(name, found)
    this.#kept.set(name, kept)
    this.#bytes += kept.union.bytes.length
    for (const [oldest, other] of this.#kept) {
      if (this.#bytes <= MAX_BYTES) break
      this.#forget(oldest, other)
    }
    return kept.union
  }

  #rememberRequest(name: string): null {
    if (this.#requested.size >= MAX_NAMES) this.#requested.clear()
    this.#requested.add(name)
    return null
  }

  #forget(name: string, { union }: Kept): void {
    this.#kept.delete(name)
    this.#bytes -= union.bytes.length
  }
}
