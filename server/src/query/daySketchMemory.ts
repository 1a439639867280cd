import type { Sql } from '../store/db.ts'
import { UnionMemory } from './unionMemory.ts'

/**
 * Bytes kept. Over 60 days, the beginnings of 20 placements' sketches are 3.4 MB, those of 100 merchants 8 MB; asked for
 * whole, the placements' are 20 MB. Above it everything is forgotten and read again as needed.
 */
const MAX_BYTES = 64 << 20

interface Remembered {
  /** Of the row it was read from; another version is another sketch. */
  readonly version: string
  readonly bytes: Buffer
  /** By length: the same beginning is the same object, as long as it is kept. */
  readonly heads: Map<number, Buffer>
}

/**
 * Beginnings of day sketches that were read before. Every dashboard unites the same few hundred; those of past days
 * hardly ever change. Nothing in it is believed without comparing the row's version in the answer's own snapshot, so an
 * answer from it is never older than one without it.
 */
export class DaySketchMemory {
  readonly unions = new UnionMemory()
  readonly #keys = new Map<string, KeptSketches>()
  #bytes = 0

  /** @param key the placement or merchant whose sketches they are */
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

  /** @param grow hears how many bytes more are kept */
  constructor(grow: (bytes: number) => void) {
    this.#grow = grow
  }

  /** Its first `bytes` (or all, when it is shorter); undefined when that much of that version is not here. */
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

/** The memory of a pool: versions mean something only within one database. */
export function daySketchMemoryOf(sql: Sql): DaySketchMemory {
  let memory = memories.get(sql)
  if (memory === undefined) {
    memory = new DaySketchMemory()
    memories.set(sql, memory)
  }
  return memory
}
