import { type Pacing, pacingOf } from '@bx/contracts/packages/pacing'
import type { GapReason } from '@bx/contracts/packages/pacingValues'
import { type Planned, plannedUnits, type Stage } from '@bx/contracts/packages/plan'
import type { DeliveryMode, PackageState } from '@bx/contracts/packages/values'
import { DAY, HOUR } from '../../lib/clock.ts'
import type { PacingRules } from '../../settings/registry.ts'
import { type Outlook, outlookOf } from './chance.ts'
import { type Gap, gapOf, mainReason } from './gapReasons.ts'
import { type PackagePlan, type PlanContext, unitRate, usualRate } from './planPackages.ts'
import { type PacedPackage, RECENT_HOURS } from './readPaced.ts'
import { alongCurve, type WeekCurve, weekCurve } from './weekCurve.ts'

// What a check finds about one package. The inputs are stored with it, so that `assessAgain` gives the same answer later.

/** What a check knows beside the package. */
export interface AssessContext extends PlanContext {
  readonly timeZone: string
}

export interface CheckInputs {
  readonly state: PackageState
  readonly mode: DeliveryMode
  readonly start: number
  readonly end: number
  readonly live_since: number | null
  /** The check before. */
  readonly since: Planned | null
  readonly stages: readonly Stage[]
  readonly limits: Pick<PacingRules, 'under_pct' | 'over_pct' | 'warm_up_hours' | 'least_planned_units'>
  /** Units that the plan delivers, and that there is room for; null: not planned. */
  readonly plan: { readonly units: number; readonly room: number; readonly doubt: number } | null
}

export interface Check {
  readonly packageId: string
  readonly goal: number | null
  readonly delivered: number
  readonly planned: number
  readonly pacing: Pacing
  readonly outlook: Outlook | null
  readonly perDay: number | null
  readonly neededPerDay: number | null
  readonly gaps: readonly Gap[]
  readonly reason: GapReason | null
  readonly curve: WeekCurve
  readonly inputs: CheckInputs
}

/** Below this chance, a package that is on track now is explained too. */
const DOUBTFUL = 0.5

/** null: the package is not sold. */
export function assessPackage(one: PacedPackage, plan: PackagePlan | undefined, context: AssessContext): Check | null {
  const { row, delivered } = one
  const curve = curveOf(one, context)
  const inputs = {
    ...inputsOf(one, context),
    plan: plan === undefined || !isKnown(one, context) ? null : planOf(one, plan),
  }
  const again = assessAgain(inputs, {
    goal: row.goal_units,
    delivered,
    now: context.now,
    curve,
    timeZone: context.timeZone,
  })
  if (again === null) return null
  const gaps = gapsOf(one, again.planned, plan, context)
  const isBehind = again.pacing.status === 'UNDER_DELIVERING' || (again.outlook?.chance ?? 1) < DOUBTFUL
  return {
    ...{ packageId: row.package_id, goal: row.goal_units, delivered, ...again, curve, inputs, gaps },
    ...ratesOf(one, context.now),
    reason: isBehind ? (mainReason(gaps) ?? (inputs.plan !== null && lacksRoom(plan!) ? 'no_room' : null)) : null,
  }
}

export interface Counted {
  readonly goal: number | null
  readonly delivered: number
  readonly now: number
  readonly curve: WeekCurve
  readonly timeZone: string
}

/** The plan, the status and the outlook, from the stored inputs alone. */
export function assessAgain(inputs: CheckInputs, { goal, delivered, now, curve, timeZone }: Counted) {
  const { state, mode, start, end, live_since: liveSince, since, stages, limits, plan } = inputs
  const traffic = alongCurve(curve, timeZone)
  const planned = plannedUnits(stages, now, { traffic, mode }, since ?? undefined)
  const pacing = pacingOf({ state, mode, goal, delivered, planned, liveSince, start, end }, now, limits)
  if (pacing === null) return null
  const isRunning = state === 'booked' || state === 'live'
  const outlook =
    goal === null || plan === null || !isRunning
      ? null
      : outlookOf({ delivered, goal, planned: plan.units, room: plan.room, doubt: plan.doubt })
  return { planned, pacing, outlook }
}

function inputsOf({ row, stages, before }: PacedPackage, { rules }: AssessContext): Omit<CheckInputs, 'plan'> {
  const { under_pct, over_pct, warm_up_hours, least_planned_units } = rules
  return {
    ...{ state: row.status, mode: row.delivery_mode, start: row.start_date.getTime(), end: row.end_date.getTime() },
    live_since: stages.find(({ isLive }) => isLive)?.at ?? null,
    since: before === null ? null : { at: before.at, units: before.units },
    stages,
    limits: { under_pct, over_pct, warm_up_hours, least_planned_units },
  }
}

/** Units planned until now, along the traffic of the placements. */
export function plannedUntilNow(one: PacedPackage, context: AssessContext): number {
  const traffic = alongCurve(curveOf(one, context), context.timeZone)
  const { since } = inputsOf(one, context)
  return plannedUnits(one.stages, context.now, { traffic, mode: one.row.delivery_mode }, since ?? undefined)
}

/** Unless shares change automatically, a package goes on with the shares that it has. */
function planOf({ row, slots }: PacedPackage, { fits, room, rate, doubt, shares }: PackagePlan) {
  if (row.allocation_mode === 'automatic') return { units: fits * rate, room: room * rate, doubt }
  const planned = shares.reduce((sum, { target }) => sum + target, 0)
  const present = slots.reduce((sum, { targetShare }) => sum + targetShare, 0)
  const kept = planned > 0 ? Math.min(1, present / planned) : 1
  return { units: fits * rate * kept, room: fits * rate * kept, doubt }
}

/** Without any history of its placements nothing can be forecast. */
function isKnown({ slots }: PacedPackage, { supplies }: AssessContext): boolean {
  return slots.some(({ placementId }) => supplies.get(placementId)!.days > 0)
}

/** Of the placements where the package is sold; by its units where it has them. */
function curveOf({ row, slots }: PacedPackage, { supplies }: PlanContext): WeekCurve {
  const units = new Map(row.placements.map(({ placement_id, units }) => [placement_id, units]))
  const known = slots.map(({ placementId }) => ({
    ...supplies.get(placementId)!,
    units: units.get(placementId) ?? null,
  }))
  const hours = known.flatMap((one) => {
    const all = one.hours.reduce((sum, [, n]) => sum + n, 0)
    const factor = one.units === null || all === 0 ? 1 : one.units / all
    return one.hours.map(([hour, n]) => [hour, n * factor] as const)
  })
  return weekCurve(hours, Math.max(0, ...known.map(({ days }) => days)))
}

function ratesOf({ row, recentUnits, delivered, stages }: PacedPackage, now: number) {
  const liveSince = Math.max(row.start_date.getTime(), stages.find(({ isLive }) => isLive)?.at ?? now)
  const hours = Math.min(RECENT_HOURS, (now - liveSince) / HOUR)
  const left = (row.end_date.getTime() - Math.max(now, liveSince)) / DAY
  const isRunning = row.status === 'live' || row.status === 'booked' || row.status === 'paused'
  return {
    perDay: row.status === 'live' && hours >= 1 ? (recentUnits / hours) * 24 : null,
    neededPerDay:
      row.goal_units === null || !isRunning || left <= 0
        ? null
        : Math.max(0, row.goal_units - delivered) / Math.max(left, 1 / 24),
  }
}

/** By placement: the planned units are spread by the traffic there, or by the units of the contract. */
function gapsOf(one: PacedPackage, planned: number, plan: PackagePlan | undefined, context: AssessContext): Gap[] {
  const { row, slots } = one
  if (row.goal_units === null || planned <= 0) return []
  const weights = slots.map((slot) => weightOf(one, slot.placementId, context))
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const rates = {
    seen: unitRate(one, context.supplies).rate,
    usual: usualRate(row.billing_basis, slots, context.supplies),
  }
  return slots.map(({ placementId, units, targetShare, advisedShare }, i) => {
    const { traffic, isSilent } = trafficOf(placementId, context)
    return gapOf({
      ...{ placementId, planned: all > 0 ? (planned * weights[i]!) / all : planned / slots.length, delivered: units },
      ...{ traffic, isSilent, shown: plan?.shown[i] ?? 1, rate: rates.seen / rates.usual },
      hasNoRoom: plan !== undefined && isKnown(one, context) && lacksRoom(plan),
      waitsForAdvice: row.allocation_mode === 'advise' && advisedShare > 1.08 * targetShare,
      isCapped: row.daily_cap_units !== null && one.today >= row.daily_cap_units,
    })
  })
}

function weightOf({ row }: PacedPackage, placementId: string, { supplies }: PlanContext): number {
  const units = row.placements.find((one) => one.placement_id === placementId)?.units
  return units ?? supplies.get(placementId)!.hours.reduce((sum, [, n]) => sum + n, 0)
}

function lacksRoom({ room, fits }: PackagePlan): boolean {
  return room <= fits * 1.001
}

/** A placement is silent if it shows nothing for this long although so many impressions are expected. */
const [SILENT_HOURS, LEAST_EXPECTED] = [6, 50]

function trafficOf(placementId: string, { now, supplies, recentOf, timeZone }: AssessContext) {
  const { hours, days, curve } = supplies.get(placementId)!
  const perWeek = days === 0 ? 0 : (hours.reduce((sum, [, n]) => sum + n, 0) / days) * 7
  if (perWeek === 0) return { traffic: 1, isSilent: false }
  const along = alongCurve(curve, timeZone)
  const week = curve.length === 0 ? 7 * DAY : curve.reduce((sum, n) => sum + n, 0)
  const expected = (back: number) => (perWeek * along(now - back * HOUR, now)) / week
  const shown = (back: number) =>
    recentOf(placementId).reduce((sum, { at, impressions }) => (at >= now - back * HOUR ? sum + impressions : sum), 0)
  return {
    traffic: shown(RECENT_HOURS) / Math.max(1, expected(RECENT_HOURS)),
    isSilent: expected(SILENT_HOURS) >= LEAST_EXPECTED && shown(SILENT_HOURS) === 0,
  }
}
