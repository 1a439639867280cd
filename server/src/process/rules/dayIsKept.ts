import type { Refusal } from './rule.ts'

/** outside_retention: raw rows of that UTC day are not kept any more, or lie too far ahead. */
export function dayIsKept(days: ReadonlySet<string>, eventDate: string): Refusal | null {
  if (days.has(eventDate)) return null
  return { code: 'outside_retention', message: `timestamp: raw events of ${eventDate} are not kept` }
}
