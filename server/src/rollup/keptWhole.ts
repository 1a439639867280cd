import { plainArray, type Tx } from '../db/client.ts'

/**
 * Those of the days whose raw rows are all kept: raw rows are dropped by UTC day, and a day of the reporting zone may
 * begin a UTC day earlier. They stay complete during the transaction, because it blocks the next drop.
 */
export async function keptWhole(tx: Tx, days: readonly string[]): Promise<ReadonlySet<string>> {
  await holdRaw(tx)
  const rows = await tx<{ day: string }[]>`
    select day from unnest(${plainArray(days)}::date[]) as asked (day)
    where not exists (select from raw_retention where day <= dropped_before)`
  return new Set(rows.map(({ day }) => day))
}

/**
 * A partition is dropped only while nothing reads it. Call before the first query of a repeatable read, so that it sees
 * the last drop.
 */
export async function holdRaw(tx: Tx): Promise<void> {
  await tx`lock table exposure_events in access share mode`
}
