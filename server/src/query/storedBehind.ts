import type { Tx } from '../db/client.ts'
import { sumOf } from '../lib/sum.ts'
import type { Period } from './period.ts'

/** Stored impressions behind figures, by the day they were shown: net is `stored`, gross is both. */
export interface Stored {
  readonly stored: number
  readonly flagged: number
}

/** By placement; those without an impression are missing. */
export async function readStoredBehind(tx: Tx, period: Period): Promise<ReadonlyMap<string, Stored>> {
  const rows = await tx<(Stored & { placementId: string })[]>`
    select placement_id as "placementId", coalesce(sum(impressions) filter (where not flagged), 0)::bigint as stored,
      coalesce(sum(impressions) filter (where flagged), 0)::bigint as flagged
    from placement_daily where day between ${period.start} and ${period.end} group by 1`
  return new Map(rows.map(({ placementId, stored, flagged }) => [placementId, { stored, flagged }]))
}

export function storedBehindAll(byPlacement: ReadonlyMap<string, Stored>): Stored {
  const all = [...byPlacement.values()]
  return { stored: sumOf(all, (row) => row.stored), flagged: sumOf(all, (row) => row.flagged) }
}

export const NOTHING_STORED: Stored = { stored: 0, flagged: 0 }
