import type { Sketch } from '../store/sketch.ts'
import type { ReachCell } from './totals.ts'

type Key = Pick<ReachCell, 'merchant' | 'placement' | 'day' | 'flagged'>

/** Entries remembered: 10 bytes each, so about 80 MB. */
const MAX_ENTRIES = 8_000_000

/**
 * The sketches a folder wrote lately, so that it need not read them back. Good only while nobody else has folded:
 * the folder compares epochs, and forgets everything when another was there or when its transaction failed.
 */
export class SketchMemory {
  #sketches = new Map<string, Sketch>()
  #entries = 0
  epoch = -1

  get(key: Key): Sketch | undefined {
    return this.#sketches.get(nameOf(key))
  }

  set(key: Key, sketch: Sketch): void {
    const name = nameOf(key)
    const before = this.#sketches.get(name)
    this.#entries += sketch.hashes.length - (before?.hashes.length ?? 0)
    // Last written comes last, so that the first ones are the ones to forget.
    this.#sketches.delete(name)
    this.#sketches.set(name, sketch)
  }

  /** Forgets the longest untouched ones; called between folds, never within one. */
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

function nameOf(key: Key): string {
  return `${key.merchant}${key.placement}${key.day}${key.flagged ? 'f' : 'n'}`
}
