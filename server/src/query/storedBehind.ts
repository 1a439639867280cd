import type { Tx } from '../db/client.ts'
import type { Period } from './period.ts'

/** Stored impressions behind a page's figures, by the day they were shown: net is `stored`, gross is both. */
export async function readStoredBehind(tx: Tx, period: Period): Promise<{ stored: number; flagged: number }> {
  const [row] = await tx<{ stored: number; flagged: number }[]>`
    select coalesce(sum(impressions) filter (where not flagged), 0)::bigint as stored,
      coalesce(sum(impressions) filter (where flagged), 0)::bigint as flagged
    from placement_daily where day between ${period.start} and ${period.end}`
  return row!
}
