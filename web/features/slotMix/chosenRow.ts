import type { SlotMixRow } from '../../lib/endpoints.ts'

/** The placement in the URL, by id or key; else the one with the highest paid share that has enough impressions. */
export function chosenRow(rows: readonly SlotMixRow[], id: string | null): SlotMixRow | undefined {
  const asked = rows.find((row) => row.placement_id === id || row.placement_key === id)
  if (asked !== undefined) return asked
  const enough = rows.filter((row) => row.limit_state !== 'too_few')
  const candidates = enough.length > 0 ? enough : rows
  return candidates.toSorted((a, b) => (b.paid_pct ?? 0) - (a.paid_pct ?? 0))[0]
}
