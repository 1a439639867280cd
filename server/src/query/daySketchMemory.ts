import type { Sql } from '../store/db.ts'

/**
 * Bytes kept. 20 placements x 60 days x 350 entries are 3.4 MB; asked for whole they are 20 MB. Above it everything is
 * forgotten and read again as needed.
 */
const MAX_BYTES = 48 << 20

interface Remembered {
  /** Of the row it was read from; another version is another sketch. */
  readonly version: string
  readonly bytes: Buffer
  /** What was asked for last, which is asked for again and again. */
  head: Buffer
}

/**
 * Beginnings of day sketches that were read before. Every dashboard unites the same few hundred; those of past days
 * hardly ever change. Nothing in it is believed without comparing the row's version in the answer's own snapshot, so an
 * answer from it is never older than one without it.
 */
export class DaySketchMemory {
  readonly #placements = new Map<string, SketchesOfPlacement>()
  #bytes = 0

  ofPlacement(placementId: string): SketchesOfPlacement {
    const found = this.#placements.get(placementId)
    if (found) return found
    const made = new SketchesOfPlacement((bytes) => this.#grow(bytes))
    this.#placements.set(placementId, made)
    return made
  }

  #grow(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes <= MAX_BYTES) return
    this.#placements.clear()
    this.#bytes = 0
  }
}

interface Name {
  readonly day: string
  readonly flagged: boolean
  readonly version: string
}

export class SketchesOfPlacement {
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
    if (found.head.length !== length) found.head = found.bytes.subarray(0, length)
    return found.head
  }

  set({ day, flagged, version }: Name, bytes: Buffer): void {
    const days = flagged ? this.#flagged : this.#net
    const before = days.get(day)?.bytes.length ?? 0
    days.set(day, { version, bytes, head: bytes })
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
