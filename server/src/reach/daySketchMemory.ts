import type { Sql } from '../db/client.ts'
import { UnionMemory } from './unionMemory.ts'

/**
 * Bytes cached. Over 60 days, the heads of 20 placements' sketches are 3.4 MB, those of 100 merchants 8 MB; whole, the
 * placements' are 20 MB. Above the limit the cache is emptied and refilled as needed.
 */
const MAX_BYTES = 64 << 20

interface Remembered {
  /** Version of the row it was read from; another version is another sketch. */
  readonly version: string
  readonly bytes: Buffer
  /** By length: the same head is the same object while it is cached. */
  readonly heads: Map<number, Buffer>
}

/**
 * Cached heads of day sketches. Every dashboard unites the same few hundred; those of past days rarely change. Every
 * cached entry is checked against the row version in the current snapshot, so an answer from the cache is never older
 * than one without it.
 */
export class DaySketchMemory {
  readonly unions = new UnionMemory()
  readonly #keys = new Map<string, KeptSketches>()
  #bytes = 0

  /** @param key the placement or merchant of the sketches */
  of(key: string): KeptSketches {
    const found = this.#keys.get(key)
    if (found) return found
    const made = new KeptSketches((bytes) => this.#grow(bytes))
    this.#keys.set(key, made)
    return made
  }

  #grow(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes <= MAX_BYTES) return
    this.#keys.clear()
    this.#bytes = 0
  }
}

interface Name {
  readonly day: string
  readonly flagged: boolean
  readonly version: string
}

export class KeptSketches {
  readonly #net = new Map<string, Remembered>()
  readonly #flagged = new Map<string, Remembered>()
  readonly #grow: (bytes: number) => void

  /** @param grow called with the number of bytes added */
  constructor(grow: (bytes: number) => void) {
    this.#grow = grow
  }

  /** Its first `bytes` (or all, if it is shorter); undefined if that much of that version is not cached. */
  get({ day, flagged, version, total }: Name & { readonly total: number }, bytes: number): Buffer | undefined {
    const found = (flagged ? this.#flagged : this.#net).get(day)
    const length = Math.min(bytes, total)
    if (found?.version !== version || found.bytes.length < length) return undefined
    let head = found.heads.get(length)
    if (head === undefined) {
      head = found.bytes.subarray(0, length)
      found.heads.set(length, head)
    }
    return head
  }

  set({ day, flagged, version }: Name, bytes: Buffer): void {
    const days = flagged ? this.#flagged : this.#net
    const before = days.get(day)?.bytes.length ?? 0
    days.set(day, { version, bytes, heads: new Map([[bytes.length, bytes]]) })
    this.#grow(bytes.length - before)
  }
}

const memories = new WeakMap<Sql, DaySketchMemory>()

/** The cache of a pool: versions are only valid within one database. */
export function daySketchMemoryOf(sql: Sql): DaySketchMemory {
  let memory = memories.get(sql)
  if (memory === undefined) {
    memory = new DaySketchMemory()
    memories.set(sql, memory)
  }
  return memory
}
