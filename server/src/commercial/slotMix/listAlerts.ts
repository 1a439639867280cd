import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { slotMixAlerts as endpoint } from '@bx/contracts/endpoints/slotMix'
import { alertSince, limitStateOf, paidPct } from '@bx/contracts/metrics/paidShare'
import type { Sql } from '../../db/client.ts'
import { localNow } from '../../lib/localDay.ts'
import { readPlacements } from '../../query/placements.ts'
import { readSnapshot } from '../../query/snapshot.ts'
import { SLOT_MIX_LIMIT } from '../../settings/registry.ts'
import { currentValue } from '../../settings/setting.ts'
import { alertDays } from './alertDays.ts'
import { readMixDays } from './readMixDays.ts'
import { byDay } from './readSlotMix.ts'

/** The placements with an open alert, the oldest first. */
export async function listAlerts(
  sql: Sql,
  { now, timeZone }: { readonly now: number; readonly timeZone: string },
): Promise<Answer<typeof endpoint>> {
  const { placements, limit, days } = await readSnapshot(sql, async (tx) => ({
    placements: await readPlacements(tx),
    limit: await currentValue(tx, SLOT_MIX_LIMIT),
    days: await readMixDays(tx, { ...alertDays(localNow(now, timeZone).day), gross: false }),
  }))
  const open = placements.flatMap((placement) => {
    const ofPlacement = byDay(days.filter(({ placementId }) => placementId === placement.placement_id))
    const since = alertSince(ofPlacement, limit)
    if (since === null) return []
    const last = ofPlacement.findLast(({ mix }) => limitStateOf(mix, limit) !== 'too_few')!
    return [{ ...placement, since, day: last.day, paid_pct: paidPct(last.mix) }]
  })
  return {
    data: open.toSorted((a, b) => (a.since < b.since ? -1 : 1)),
    meta: { ...limit, time_zone: timeZone },
  }
}
