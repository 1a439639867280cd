import { plainArray, type Tx } from '../db/client.ts'
import type { Attribution } from './attributeConversion.ts'
import type { CountedConversion } from './countedConversion.ts'
import type { Windows } from './creditClick.ts'
import type { StoredConversion } from './storedConversions.ts'

// A sale keeps at most MAX_TOUCHES touches. The placements of the others are kept as a set, so that a filter by
// placement finds the sale. Only sales with more touches are read again.

export interface Found {
  readonly conversion: StoredConversion
  readonly old: CountedConversion | undefined
  readonly now: Attribution
}

/**
 * @param keptFrom first day whose exposures are kept: placements found before stay
 * @returns placements that only have touches that are not kept, sorted; null if all touches are kept
 */
export async function readPassed(
  tx: Tx,
  found: readonly Found[],
  { windows, keptFrom }: { readonly windows: Windows; readonly keptFrom: string },
): Promise<(one: Found) => readonly string[] | null> {
  const more = found.filter(({ now }) => now.dropped !== null)
  const seen = await readPlacements(tx, more, windows)
  return ({ conversion, old, now }) => {
    const isGone = isBefore(keptFrom, conversion.at - windows.conversionMs)
    const before = isGone ? (old?.passed ?? null) : null
    if (now.decisive === null || (now.dropped === null && before === null)) return null
    const kept = new Set(now.touches.map(({ placementId }) => placementId))
    const all = new Set([...(now.dropped ?? []), ...(before ?? []), ...(seen.get(conversion.conversionNo) ?? [])])
    return [...all].filter((placementId) => !kept.has(placementId)).sort()
  }
}

/** Whether the raw rows of that time are gone. */
export function isBefore(keptFrom: string, at: number): boolean {
  return new Date(at).toISOString().slice(0, 10) < keptFrom
}

/** Where the buyers of these sales saw or clicked the merchant. */
async function readPlacements(
  tx: Tx,
  found: readonly Found[],
  windows: Windows,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const sales = found.flatMap(({ conversion }) => (conversion.userId === null ? [] : conversion))
  if (sales.length === 0) return new Map()
  const column = (value: (sale: StoredConversion) => string | number | null) => plainArray(sales.map(value))
  const [from, to] = [
    iso(Math.min(...sales.map(({ at }) => at)) - windows.conversionMs),
    iso(Math.max(...sales.map(({ at }) => at))),
  ]
  const rows = await tx<{ no: number; placements: string[] }[]>`
    select no, array_agg(distinct placement_id) as placements from (
      select sale.no, e.placement_id from unnest(${column((s) => s.conversionNo)}::bigint[], ${column((s) => s.userId)}::uuid[],
          ${column((s) => s.merchantId)}::uuid[], ${column((s) => iso(s.at - windows.conversionMs))}::timestamptz[],
          ${column((s) => iso(s.at))}::timestamptz[]) as sale (no, user_id, merchant_id, "from", "to")
        join exposure_events e on e.user_id = sale.user_id and e.merchant_id = sale.merchant_id
          and e."timestamp" between sale."from" and sale."to"
      where e.event_date between ${from.slice(0, 10)} and ${to.slice(0, 10)} and e.ivt_reason is null
        and e.viewable is not false
    ) seen group by no`
  return new Map(rows.map(({ no, placements }) => [no, placements]))
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
