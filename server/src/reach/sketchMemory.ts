import type { Sketch } from './sketch.ts'

interface SketchKey {
  readonly merchant: string
  readonly placement: string
  readonly day: string
  readonly flagged: boolean
}

/** Entries cached: 10 bytes each, so about 80 MB. */
const MAX_ENTRIES = 8_000_000

/**
 * The sketches a worker wrote recently, so that it need not read them back. Valid only while no other worker has rolled
 * up: the worker compares epochs, and empties the cache when another one was active or its own transaction failed.
 */
export class SketchMemory {
  #sketches = new Map<string, Sketch>()
  #entries = 0
  epoch = -1

  get(key: SketchKey): Sketch | undefined {
    return this.#sketches.get(nameOf(key))
  }

  set(key: SketchKey, sketch: Sketch): void {
    const name = nameOf(key)
    const before = this.#sketches.get(name)
    this.#entries += sketch.hashes.length - (before?.hashes.length ?? 0)
    // Reinserted last, so that the first entries are the ones to remove.
    this.#sketches.delete(name)
    this.#sketches.set(name, sketch)
  }

  /** Removes the least recently used ones; call between rollups, never within one. */
  trim(): void {
    for (const [name, sketch] of this.#sketches) {
      if (this.#entries <= MAX_ENTRIES) return
      this.#sketches.delete(name)
      this.#entries -= sketch.hashes.length
    }
  }

  clear(): void {
    this.#sketches = new Map()
    this.#entries = 0
    this.epoch = -1
  }
}

function nameOf(key: SketchKey): string {
  return `${key.merchant}${key.placement}${key.day}${key.flagged ? 'f' : 'n'}`
}
