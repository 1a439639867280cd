import type { IgnoredField } from '@bx/contracts/events/batch'
import { plainName } from '@bx/contracts/events/keptFields'

// Unknown fields are not refused: a newer SDK may send them. But a typo in an optional field (`rank_postion`) would
// lose its value silently, so the receipt names it.

/** Most names that a receipt lists. */
const MAX_NAMED = 20
/** Most letters by which a typo may differ from the intended field. */
const MAX_SLIP = 2

export class UnknownFields {
  readonly #counts = new Map<string, { events: number; known: ReadonlySet<string> }>()

  /** Records the fields of one event that are not in `known`. */
  record(event: unknown, known: ReadonlySet<string>, prefix = ''): void {
    if (typeof event !== 'object' || event === null) return
    for (const name of Object.keys(event)) if (!known.has(name)) this.#add(prefix + name, known)
  }

  /** In the order they were found; empty for most batches. */
  list(): IgnoredField[] {
    return [...this.#counts].map(([name, { events, known }]) => {
      const meant = meantBy(name, known)
      return { field: plainName(name), events, ...(meant === undefined ? {} : { did_you_mean: meant }) }
    })
  }

  #add(name: string, known: ReadonlySet<string>): void {
    const seen = this.#counts.get(name)
    if (seen !== undefined) seen.events++
    else if (this.#counts.size < MAX_NAMED) this.#counts.set(name, { events: 1, known })
  }
}

function meantBy(name: string, known: ReadonlySet<string>): string | undefined {
  const own = name.slice(name.indexOf('.') + 1)
  return [...known].find((field) => slipsBetween(own.toLowerCase().replaceAll('-', '_'), field) <= MAX_SLIP)
}

/** Letters to insert, delete or replace to get from `a` to `b` (Levenshtein); large when the lengths differ much. */
function slipsBetween(a: string, b: string): number {
  const plain = a.replaceAll('_', '')
  if (plain === b.replaceAll('_', '')) return 0
  if (Math.abs(a.length - b.length) > MAX_SLIP) return MAX_SLIP + 1
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]!
}
