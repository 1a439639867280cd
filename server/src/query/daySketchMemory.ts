import type { Sql } from '../store/db.ts'

/** Bytes kept. 20 placements x 60 days x 350 entries are 3.4 MB; asked for whole they are 20 MB. */
const MAX_BYTES = 48 << 20

interface Name {
  readonly key: string
  readonly day: string
  readonly flagged: boolean
  /** Of the row it was read from; another version is another sketch. */
  readonly version: string
}

interface Remembered {
  readonly version: string
  readonly bytes: Buffer
}

/**
 * Beginnings of day sketches that were read before. Every dashboard unites the same few hundred; those of past days
 * hardly ever change. Nothing in it is believed without comparing the row's version in the answer's own snapshot, so an
 * answer from it is never older than one without it.
 */
export class DaySketchMemory {
  readonly #sketches = new Map<string, Remembered>()
  #bytes = 0

  /** Its first `bytes` (or all, when it is shorter); undefined when that much of that version is not here. */
  get(sketch: Name & { readonly total: number }, bytes: number): Buffer | undefined {
    const found = this.#sketches.get(nameOf(sketch))
    if (found?.version !== sketch.version || found.bytes.length < Math.min(bytes, sketch.total)) return undefined
    return found.bytes.subarray(0, bytes)
  }

  set(sketch: Name, bytes: Buffer): void {
    const name = nameOf(sketch)
    this.#bytes += bytes.length - (this.#sketches.get(name)?.bytes.length ?? 0)
    this.#sketches.delete(name) // so that the first of the map is the one written longest ago
    this.#sketches.set(name, { version: sketch.version, bytes })
    this.#trim()
  }

  #trim(): void {
    for (const [name, { bytes }] of this.#sketches) {
      if (this.#bytes <= MAX_BYTES) return
      this.#sketches.delete(name)
      this.#bytes -= bytes.length
    }
  }
}

function nameOf({ key, day, flagged }: Name): string {
  return `${key} ${day} ${flagged ? 'f' : 'n'}`
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
