import type { RowRefusal } from './rule.ts'

/** outside_retention: raw rows of that UTC day are no longer kept, or the day is too far ahead. */
export function dayIsKept(days: ReadonlySet<string>, eventDate: string): RowRefusal | null {
  if (days.has(eventDate)) return null
  return { code: 'outside_retention', message: `timestamp: raw events of ${eventDate} are not kept` }
}
