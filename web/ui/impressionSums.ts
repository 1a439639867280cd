import { type Change, countChange } from '@bx/contracts/metrics/change'
import { type Compared, NOTHING_COMPARED } from '../lib/compareWords.ts'

interface Summed {
  readonly counted: { readonly stored: number; readonly flagged: number }
  readonly comparison: {
    readonly impressions: number
    readonly impressions_before: number
    readonly impressions_change: Change | null
  } | null
}

/** What adds up over rows about impressions: those compared, and those stored and flagged. */
export function impressionSums(rows: readonly Summed[]): {
  readonly compared: Compared
  readonly counted: Summed['counted']
} {
  const sum = (of: (row: Summed) => number) => rows.reduce((total, row) => total + of(row), 0)
  const isCompared = rows.length > 0 && rows.every(({ comparison }) => comparison !== null)
  const now = sum(({ comparison }) => comparison?.impressions ?? 0)
  const before = sum(({ comparison }) => comparison?.impressions_before ?? 0)
  return {
    compared: isCompared ? { now, before, change: countChange(now, before) } : NOTHING_COMPARED,
    counted: { stored: sum(({ counted }) => counted.stored), flagged: sum(({ counted }) => counted.flagged) },
  }
}
