import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { slotMix as endpoint } from '@bx/contracts/endpoints/slotMix'
import { rateChange } from '@bx/contracts/metrics/change'
import { alertAfter, limitStateOf, paidOf, paidPct, totalOf } from '@bx/contracts/metrics/paidShare'
import type { Sql, Tx } from '../../db/client.ts'
import { readWatermark } from '../../facts/watermark.ts'
import { isWithin } from '../../query/daily.ts'
import { type Period, rangeMeta } from '../../query/period.ts'
import { readPlacements } from '../../query/placements.ts'
import { readSampling } from '../../query/sampling.ts'
import { readSlotDays } from '../../query/slots.ts'
import { readSnapshot } from '../../query/snapshot.ts'
import { NOTHING_STORED, readStoredBehind, storedBehindAll } from '../../query/storedBehind.ts'
import { SLOT_MIX_LIMIT } from '../../settings/registry.ts'
import { currentValue } from '../../settings/setting.ts'
import { alertDays } from './alertDays.ts'
import { groupFacts, mixDays, mixFigures } from './mixFigures.ts'
import { readInferred } from './readInferred.ts'
import { addMixes, type MixDay, readMixDays } from './readMixDays.ts'
import { readPackagesShown } from './readPackagesShown.ts'

// Who pays for the impressions of each placement. Reads daily rollups only.

type SlotMix = Answer<typeof endpoint>

export async function readSlotMix(sql: Sql, period: Period): Promise<SlotMix> {
  const read = await readSnapshot(sql, (tx) => readAll(tx, period))
  const factsOf = groupFacts(read, ({ placementId }) => placementId)
  const beforeOf = Map.groupBy(read.daysBefore, ({ placementId }) => placementId)
  const recentOf = Map.groupBy(read.recent, ({ placementId }) => placementId)
  return {
    data: {
      rows: read.placements.map((placement) => {
        const { placement_id: id } = placement
        const facts = factsOf(id)
        return {
          ...placement,
          ...mixFigures(facts, period.gross),
          limit_state: limitStateOf(addMixes(facts.days.map(({ mix }) => mix)), read.limit),
          alert_since: alertAfter(byDay(recentOf.get(id) ?? []), read.limit)?.since ?? null,
          comparison: comparisonOf(facts.days, beforeOf.get(id) ?? [], period),
          days: mixDays(facts, read.limit, period),
          packages: read.packages.get(id) ?? [],
          counted: read.stored.get(id) ?? NOTHING_STORED,
        }
      }),
      totals: { ...mixFigures(read, period.gross), comparison: comparisonOf(read.days, read.daysBefore, period) },
      counted: storedBehindAll(read.stored),
    },
    meta: { ...rangeMeta(period, read.watermark, read.sampling), ...read.limit },
  }
}

async function readAll(tx: Tx, period: Period) {
  const { before, gross } = period
  const [watermark, placements, limit, days, daysBefore, recent, inferred, slots, packages, stored, sampling] =
    await Promise.all([
      readWatermark(tx),
      readPlacements(tx),
      currentValue(tx, SLOT_MIX_LIMIT),
      readMixDays(tx, period),
      before?.wholeDays ? readMixDays(tx, { ...before.wholeDays.before, gross }) : [],
      readMixDays(tx, { ...alertDays(period.today), gross: false }),
      readInferred(tx, period),
      readSlotDays(tx, [period]),
      readPackagesShown(tx, period),
      readStoredBehind(tx, period),
      readSampling(tx, period),
    ])
  return { watermark, placements, limit, days, daysBefore, recent, inferred, slots, packages, stored, sampling }
}

export function byDay(days: readonly MixDay[]): MixDay[] {
  return days.toSorted((a, b) => (a.day < b.day ? -1 : 1))
}

/** Over whole days; null if there are none. */
function comparisonOf(
  days: readonly MixDay[],
  daysBefore: readonly MixDay[],
  { before }: Period,
): SlotMix['data']['totals']['comparison'] {
  if (before?.wholeDays == null) return null
  const { here } = before.wholeDays
  const now = addMixes(days.filter(({ day }) => isWithin(day, here)).map(({ mix }) => mix))
  const then = addMixes(daysBefore.map(({ mix }) => mix))
  return {
    paid_pct: paidPct(now),
    paid_pct_before: paidPct(then),
    paid_pct_change: rateChange(
      { successes: paidOf(now), trials: totalOf(now) },
      { successes: paidOf(then), trials: totalOf(then) },
    ),
  }
}
