import { count } from '../../lib/formats.ts'
import type { Choosing } from './PlacementsTable.tsx'
import { texts } from './strings.ts'

/** "All 12", "3 of 12". */
export function chosenWords({ all, count: chosen }: Choosing): string {
  return chosen === all.length ? texts.all(count(all.length)) : texts.ofOf(count(chosen), count(all.length))
}
