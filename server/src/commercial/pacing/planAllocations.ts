import { frontLoaded } from '@bx/contracts/packages/plan'
import type { DeliveryMode } from '@bx/contracts/packages/values'
import { DAY } from '../../lib/clock.ts'
import { LinearProgram, type Term } from './linearProgram.ts'
import { planSegments, type Segment } from './planSegments.ts'

// Plans all packages of all placements together: in how many renders of each placement each package fills a slot, from now to
// the end of its flight. A linear programme per plan (decision 0043): what is promised comes first, then staying within 30
// and 40 % paid impressions (50 % is never exceeded), then even delivery, then the least displaced commission, then few changes.

export interface PlannedPlacement {
  /** Forecast renders between two instants, ms. */
  renders(from: number, to: number): number
  /** Net impressions of a render, all its slots together. */
  readonly perRender: number
  /** Commission that a paid impression displaces; only ratios matter. */
  readonly cost: number
}

export interface PlannedSlot {
  /** Index of the placement. */
  readonly placement: number
  /** Impressions that one filled slot brings, as learned; above 0. */
  readonly perSlot: number
  /** Impressions to deliver there; null: anywhere. */
  readonly need: number | null
  /** Present share of renders, and the largest that somebody allows, 0..1. */
  readonly share: number
  readonly mostShare: number
}

export interface PlannedPackage {
  readonly merchant: string
  readonly slots: readonly PlannedSlot[]
  /** Impressions until the end of the flight. */
  readonly need: number
  /** Impressions that it is behind its plan, never below 0: made up for within three days. Being ahead is spread over the rest. */
  readonly behind: number
  readonly start: number
  readonly end: number
  readonly mode: DeliveryMode
  /** Impressions of a local day at most, and those left of it today; null: no daily cap. */
  readonly daily: { readonly most: number; readonly leftToday: number } | null
}

/** Percent of a placement's impressions that may be paid: more than the first two costs, more than `most` is never planned. */
export interface PaidLimits {
  readonly wanted_pct: number
  readonly alert_pct: number
  readonly most_pct: number
}

export interface PlanInput {
  readonly now: number
  /** End of the current local day. */
  readonly todayEnds: number
  readonly limits: PaidLimits
  readonly placements: readonly PlannedPlacement[]
  readonly packages: readonly PlannedPackage[]
}

export interface PlannedShare {
  /** Share of renders in which the package fills a slot from now on, 0..1. */
  readonly target: number
  /** Share that the rules would allow if everybody else keeps theirs. */
  readonly most: number
}

export interface PlannedDelivery {
  /** By slot of the package. */
  readonly shares: readonly PlannedShare[]
  /** Impressions that fit, of those needed. */
  readonly fits: number
  /** Impressions that would fit with its part of the room that the plan leaves. */
  readonly room: number
}

/** Costs of an impression. Displaced commission is 0..1, relative to the most expensive placement. */
const COST = { short: 1000, over40: 30, over30: 8, early: 3, change: 0.05 } as const
/** Share of its flight that a package aims to finish before the end, so that a bad last hour can be made up for. */
const FINISH_EARLY = 0.02
/** What a package is behind its plan is made up for in this time. */
const CATCH_UP_MS = 3 * DAY
/** Share of the room that other packages do not claim. Calibrated in the closed loop of the bench. */
const UNCLAIMED = 0.35
/** The solver's time at most; the present shares stay if it is not enough. */
const MOST_SECONDS = 5

/** Impressions of one package in one slot during one segment. */
interface Part {
  readonly variable: number
  readonly segment: number
  readonly slot: number
  /** Slots that it could fill: renders of the segment within its flight. */
  readonly renders: number
}

/** By package; null if no plan was found in time. */
export async function planAllocations(input: PlanInput): Promise<PlannedDelivery[] | null> {
  const { packages, placements, now, todayEnds } = input
  if (packages.length === 0) return []
  const flights = packages.map(({ start, end }) => ({ start, end: finishOf({ start, end }, now) }))
  const cuts = [now + CATCH_UP_MS, ...(packages.some(({ daily }) => daily !== null) ? [todayEnds] : [])]
  const segments = planSegments(now, flights, cuts)
  // Numbers near 1 keep the solver exact.
  const unit = Math.max(1, ...packages.map(({ need }) => need)) / 1000
  const program = new LinearProgram()
  const planned = packages.map((one) => addPackage(program, one, { input, segments, unit }))
  addPlacementLimits(program, planned, { input, segments, unit })
  const values = await program.minimise(MOST_SECONDS)
  if (values === null) return null
  const of = (part: Part) => values[part.variable]! * unit
  const rooms = roomsLeft(planned, of, { input, segments, unit })
  return packages.map((one, i) => {
    const parts = planned[i]!
    const fits = parts.reduce((sum, part) => sum + of(part), 0)
    const free = parts.reduce((sum, part) => sum + rooms.get(part.variable)!.expected, 0)
    return { fits: Math.min(one.need, fits), room: fits + free, shares: sharesOf(i) }
  })

  function sharesOf(i: number): PlannedShare[] {
    return packages[i]!.slots.map(({ placement, perSlot, mostShare }, slot) => {
      const first = planned[i]!.find((part) => part.segment === 0 && part.slot === slot)
      if (first === undefined || first.renders <= 0) return { target: 0, most: 0 }
      const slots = first.renders * perSlot
      const target = Math.min(mostShare, of(first) / slots)
      const most = Math.min(mostShare, target + rooms.get(first.variable)!.alone / slots)
      return placements[placement]!.perRender > 0 ? { target, most } : { target: 0, most: 0 }
    })
  }
}

interface Context {
  readonly input: PlanInput
  readonly segments: readonly Segment[]
  readonly unit: number
}

function finishOf({ start, end }: { readonly start: number; readonly end: number }, now: number): number {
  const aim = end - FINISH_EARLY * (end - start)
  return now < aim ? aim : end
}

/** What is needed, how evenly, and at most in each slot. */
function addPackage(program: LinearProgram, one: PlannedPackage, { input, segments, unit }: Context): Part[] {
  const { placements, now } = input
  const most = Math.max(1e-9, ...placements.map(({ cost }) => cost))
  const finish = finishOf(one, now)
  const parts = segments.flatMap(({ from, to }, segment) => {
    const [begin, end] = [Math.max(from, one.start), Math.min(to, finish)]
    if (end <= begin) return []
    return one.slots.map(({ placement, perSlot, mostShare }, slot): Part => {
      const renders = placements[placement]!.renders(begin, end)
      const variable = program.variable(placements[placement]!.cost / most, (mostShare * renders * perSlot) / unit)
      return { variable, segment, slot, renders }
    })
  })
  addNeeds(program, one, parts, unit)
  addEvenness(program, one, parts, { input, segments, unit })
  for (const part of parts.filter(({ segment }) => segment === 0)) addChange(program, one, part, unit)
  if (one.daily !== null) addDailyCap(program, one.daily, parts, { input, segments, unit })
  return parts
}

function addNeeds(program: LinearProgram, one: PlannedPackage, parts: readonly Part[], unit: number): void {
  const groups = one.slots.some(({ need }) => need !== null)
    ? one.slots.map(({ need }, slot) => ({ need: need ?? 0, parts: parts.filter((part) => part.slot === slot) }))
    : [{ need: one.need, parts }]
  for (const { need, parts } of groups) {
    const short = program.variable(COST.short)
    program.row(need / unit, [...termsOf(parts), [short, 1]], need / unit)
  }
}

/** In each segment at most what its plan asks for; more is possible where later segments are full. */
function addEvenness(program: LinearProgram, one: PlannedPackage, parts: readonly Part[], context: Context): void {
  const bySegment = [...Map.groupBy(parts, ({ segment }) => segment)].sort(([a], [b]) => a - b)
  const traffic = bySegment.map(([, some]) =>
    some.reduce((sum, { renders, slot }) => sum + renders * one.slots[slot]!.perSlot, 0),
  )
  const soon = bySegment.map(([segment]) => context.segments[segment]!.to <= context.input.now + CATCH_UP_MS)
  const even = evenImpressions(one, traffic, soon)
  bySegment.forEach(([, ofSegment], i) => {
    const early = program.variable(one.mode === 'asap' ? 0 : COST.early)
    program.atMost([...termsOf(ofSegment), [early, -1]], even[i]! / context.unit)
    // As fast as possible: each later segment costs more.
    if (one.mode === 'asap') for (const part of ofSegment) addLateness(program, part)
  })
}

/** What is planned for each segment, by its traffic; what the package is behind comes soon. */
function evenImpressions(
  { need, behind, mode }: Pick<PlannedPackage, 'need' | 'behind' | 'mode'>,
  traffic: readonly number[],
  soon: readonly boolean[],
): number[] {
  const all = sumOf(traffic)
  let before = 0
  const shares = traffic.map((n) => {
    const share = all > 0 ? n / all : 0
    const planned = mode === 'front_loaded' ? frontLoaded(before + share) - frontLoaded(before) : share
    before += share
    return planned
  })
  const sharesSoon = sumOf(shares.filter((_, i) => soon[i]))
  if (sharesSoon <= 0 || sharesSoon > 0.999) return shares.map((share) => need * share)
  const inTime = Math.min(need, (need - behind) * sharesSoon + behind)
  return shares.map((share, i) =>
    soon[i] ? (inTime * share) / sharesSoon : ((need - inTime) * share) / (1 - sharesSoon),
  )
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, n) => sum + n, 0)
}

function addLateness(program: LinearProgram, { variable, segment }: Part): void {
  if (segment === 0) return
  const late = program.variable(COST.early * segment)
  program.row(
    0,
    [
      [late, 1],
      [variable, -1],
    ],
    Number.POSITIVE_INFINITY,
  )
}

/** The first segment ends with today. */
function addDailyCap(
  program: LinearProgram,
  { most, leftToday }: { readonly most: number; readonly leftToday: number },
  parts: readonly Part[],
  { segments, unit }: Context,
): void {
  for (const [segment, ofSegment] of Map.groupBy(parts, (part) => part.segment)) {
    const { from, to } = segments[segment]!
    const allowed = segment === 0 ? leftToday : (most * (to - from)) / DAY
    program.row(0, termsOf(ofSegment), allowed / unit)
  }
}

function termsOf(parts: readonly Part[]): Term[] {
  return parts.map(({ variable }) => [variable, 1])
}

/** A share that changes costs a little: equally good plans do not alternate. */
function addChange(program: LinearProgram, one: PlannedPackage, part: Part, unit: number): void {
  const { share, perSlot } = one.slots[part.slot]!
  const [more, less] = [program.variable(COST.change), program.variable(COST.change)]
  const now = (share * part.renders * perSlot) / unit
  program.row(
    now,
    [
      [part.variable, 1],
      [more, -1],
      [less, 1],
    ],
    now,
  )
}

/** Of a placement in a segment: at most 50 % are paid, above 30 and 40 % costs; a merchant fills one slot of a render. */
function addPlacementLimits(program: LinearProgram, planned: readonly Part[][], context: Context): void {
  const { wanted_pct, alert_pct, most_pct } = context.input.limits
  const { unit } = context
  for (const cell of cellsOf(planned, context)) {
    const { limit, parts } = cell
    const [over30, over40] = [program.variable(COST.over30), program.variable(COST.over40)]
    const paid = parts.map(({ part }): Term => [part.variable, 1])
    const atMost = (terms: Term[], percent: number) =>
      program.row(Number.NEGATIVE_INFINITY, terms, (limit * percent) / 100 / unit)
    atMost([...paid, [over30, -1]], wanted_pct)
    atMost([...paid, [over40, -1]], alert_pct)
    atMost(paid, most_pct)
    for (const own of cell.byMerchant.values()) {
      if (own.length < 2) continue
      const slots = own.map(({ part, perSlot }): Term => [part.variable, 1 / perSlot])
      program.row(Number.NEGATIVE_INFINITY, slots, cell.renders / unit)
    }
  }
}

interface CellPart {
  readonly part: Part
  readonly package: number
  readonly perSlot: number
}

/** A placement in a segment. */
interface Cell {
  readonly renders: number
  /** Impressions of all slots. */
  readonly limit: number
  readonly parts: readonly CellPart[]
  readonly byMerchant: ReadonlyMap<string, readonly CellPart[]>
}

function cellsOf(planned: readonly Part[][], { input, segments }: Context): Cell[] {
  const { packages, placements } = input
  const all = planned.flatMap((parts, i) =>
    parts.map((part) => {
      const { placement, perSlot } = packages[i]!.slots[part.slot]!
      return { part, package: i, perSlot, placement }
    }),
  )
  return [...Map.groupBy(all, ({ part, placement }) => `${part.segment} ${placement}`).values()].map((parts) => {
    const { part, placement } = parts[0]!
    const { from, to } = segments[part.segment]!
    const renders = placements[placement]!.renders(from, to)
    const byMerchant = Map.groupBy(parts, (one) => packages[one.package]!.merchant)
    return { renders, limit: renders * placements[placement]!.perRender, parts, byMerchant }
  })
}

/** Impressions that a part could have beside what is planned. */
interface Room {
  /** If the other packages keep theirs. */
  readonly alone: number
  /** What it can expect: others may need more too. Between its part by need, and all of it. */
  readonly expected: number
}

function roomsLeft(planned: readonly Part[][], of: (part: Part) => number, context: Context): Map<number, Room> {
  const rooms = new Map<number, Room>()
  const needOf = (index: number) => context.input.packages[index]!.need
  for (const { limit, parts, byMerchant } of cellsOf(planned, context)) {
    const paid = parts.reduce((sum, { part }) => sum + of(part), 0)
    const free = Math.max(0, (limit * context.input.limits.most_pct) / 100 - paid)
    const needs = parts.reduce((sum, one) => sum + needOf(one.package), 0)
    for (const own of byMerchant.values()) {
      const filled = own.reduce((sum, { part, perSlot }) => sum + of(part) / perSlot, 0)
      for (const { part, perSlot, package: i } of own) {
        const slots = Math.max(0, part.renders - filled) * perSlot
        const allowed = context.input.packages[i]!.slots[part.slot]!.mostShare * part.renders * perSlot - of(part)
        const alone = Math.max(0, Math.min(free, slots, allowed))
        const shared = Math.min(alone, free * (needs > 0 ? needOf(i) / needs : 1))
        rooms.set(part.variable, { alone, expected: shared + UNCLAIMED * (alone - shared) })
      }
    }
  }
  return rooms
}
