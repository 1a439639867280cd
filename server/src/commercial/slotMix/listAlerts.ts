import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { slotMixAlerts as endpoint } from '@bx/contracts/endpoints/slotMix'
import { alertAfter, paidPct } from '@bx/contracts/metrics/paidShare'
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
    const alert = alertAfter(ofPlacement, limit)
    if (alert === null) return []
    return [{ ...placement, since: alert.since, day: alert.day, paid_pct: paidPct(alert.mix) }]
  })
  return {
    data: open.toSorted((a, b) => (a.since < b.since ? -1 : 1)),
    meta: { ...limit, time_zone: timeZone },
  }
}
