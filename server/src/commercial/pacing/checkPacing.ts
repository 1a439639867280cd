import type { Sql, Tx } from '../../db/client.ts'
import { readWatermark } from '../../facts/watermark.ts'
import { addDays } from '../../lib/clock.ts'
import { localNow, startOfDay } from '../../lib/localDay.ts'
import type { Organisation } from '../../settings/organisation.ts'
import { PACING_RULES } from '../../settings/registry.ts'
import { currentValue } from '../../settings/setting.ts'
import { type AssessContext, assessPackage, type Check, plannedUntilNow } from './assessPackage.ts'
import { planPackages } from './planPackages.ts'
import { readPaced } from './readPaced.ts'
import { readRecentTraffic } from './readRecentTraffic.ts'
import { readSupplies } from './readSupplies.ts'
import { updateAlerts } from './updateAlerts.ts'
import { writeChecks } from './writeChecks.ts'
import { writeShares } from './writeShares.ts'

// Checks packages against their plans and plans the shares of all placements together, every 15 minutes and on demand. One
// transaction under one lock: two workers never plan at the same time, and a check of a quarter of an hour is written once.

export interface PacingRun {
  readonly now: number
  readonly organisation: Pick<Organisation, 'timeZone'>
  /** Start of the quarter of an hour of a scheduled run; null: on demand. */
  readonly slot: number | null
  /** The package that a check on demand is for; all are planned, only this one is logged. */
  readonly only?: string | undefined
}

export const PACING_EVERY_MS = 15 * 60_000
/** Flights are at most this long. */
const AHEAD_DAYS = 401
/** Any number that no other lock of the product uses. */
const LOCK = 7_309_411

/** @returns packages that were checked */
export async function checkPacing(sql: Sql, run: PacingRun): Promise<number> {
  const checks = await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`
    if (run.slot !== null && (await isDone(tx, run.slot))) return []
    return checkAll(tx, run)
  })
  return checks.length
}

async function isDone(tx: Tx, slot: number): Promise<boolean> {
  const [row] = await tx`select from pacing_checks where slot = ${new Date(slot)} limit 1`
  return row !== undefined
}

async function checkAll(tx: Tx, { now, organisation, slot, only }: PacingRun): Promise<Check[]> {
  const context = await readContext(tx, now, organisation.timeZone)
  const todayStart = startOfDay(localNow(now, organisation.timeZone).day, organisation.timeZone).getTime()
  const paced = await readPaced(tx, { now, todayStart, placementIds: [...context.supplies.keys()] })
  const plans = await planPackages(paced, (one) => plannedUntilNow(one, context), context)
  const checks = paced.flatMap((one) => assessPackage(one, plans?.get(one.row.package_id), context) ?? [])
  const logged = only === undefined ? checks : checks.filter(({ packageId }) => packageId === only)
  await writeChecks(tx, logged, { now, slot })
  await writeShares(tx, paced, plans, context)
  await updateAlerts(tx, checks, now)
  return logged
}

async function readContext(tx: Tx, now: number, timeZone: string): Promise<AssessContext> {
  const watermark = await readWatermark(tx)
  const { day } = localNow(now, timeZone)
  // Only whole days that are counted.
  const lastDay = addDays(localNow(Math.min(now, watermark.completeTo.getTime()), timeZone).day, -1)
  const [rules, supplies, recentOf] = await Promise.all([
    currentValue(tx, PACING_RULES),
    readSupplies(tx, { lastDay, timeZone, until: addDays(day, AHEAD_DAYS) }),
    readRecentTraffic(tx, now),
  ])
  return {
    ...{ now, rules, recentOf, timeZone, todayEnds: startOfDay(addDays(day, 1), timeZone).getTime() },
    supplies: new Map(supplies.map((one) => [one.placementId, one])),
  }
}
