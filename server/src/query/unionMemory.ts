import { type StoredSketch, uniteToSketch } from '../store/unionSketches.ts'

/** Bytes of unions kept: one is about 20 KB, so over a thousand. Above it the one not used for longest goes. */
const MAX_BYTES = 24 << 20
/** Names heard once, without a union. */
const MAX_NAMES = 10_000

/** A union, and the bytes it was made of. */
interface Kept {
  readonly parts: readonly Buffer[]
  readonly union: StoredSketch
}

/**
 * Unions of past days: whoever looks at the last 30 days asks for those of 29 again and again, and they hardly ever
 * change. Made when they are asked for a second time; days that somebody chose once are not worth it.
 */
export class UnionMemory {
  /** Least recently used first. */
  readonly #kept = new Map<string, Kept>()
  readonly #heard = new Set<string>()
  #bytes = 0

  /**
   * The union of these sketches; null when it was never asked for before.
   * @param name of whose they are, of the days and of the lengths they are read at: one union is kept under it
   */
  unionOf(name: string, sketches: readonly StoredSketch[]): StoredSketch | null {
    const found = this.#kept.get(name)
    if (found === undefined && !this.#heard.has(name)) return this.#hear(name)
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

  #hear(name: string): null {
    if (this.#heard.size >= MAX_NAMES) this.#heard.clear()
    this.#heard.add(name)
    return null
  }

  #forget(name: string, { union }: Kept): void {
    this.#kept.delete(name)
    this.#bytes -= union.bytes.length
  }
}
