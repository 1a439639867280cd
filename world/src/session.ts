import { clickInfluence, scrolledTo } from './calibrate.ts'
import { exponential, poisson } from './distributions.ts'
import { uuidV7 } from './ids.ts'
import { isoTime } from './isoTime.ts'
import type { Model } from './model.ts'
import { MAX_SLOTS } from './placements.ts'
import { Random, STREAMS } from './random.ts'
import { makeSale, type Sale, type SaleSource } from './sales.ts'
import { categoryToday, makeUser, pickUser, type User } from './users.ts'
import type { VisitMix } from './visitMix.ts'
import type { WireClick, WireExposure, WireRender } from './wire.ts'

/** Everything one visit to the app led to, also days later. */
export interface SessionEvents {
  /** The tick it began in and its number there: they name its random streams. */
  readonly tickAt: number
  readonly number: number
  readonly startedAt: number
  readonly bot: boolean
  readonly userAgent: string
  readonly exposures: WireExposure[]
  readonly renders: WireRender[]
  readonly clicks: WireClick[]
  readonly sales: Sale[]
}

/** Nothing but a sale's reports comes later than this after `startedAt`: 14 lists of 2 minutes, and a click. */
export const LONGEST_SESSION_MS = 30 * 60_000

/** Lists a session looks at: one, and this many more on average. */
const MORE_VISITS = 2.2
export const VISITS_PER_SESSION = 1 + MORE_VISITS
const MAX_VISITS = 14
/** From the last slot seen to the next list, milliseconds; 1 s more at least. */
const DWELL_MEAN_MS = 22_000
const DWELL_MAX_MS = 110_000

const picks = new Int32Array(MAX_SLOTS)
const rng = new Random(0, STREAMS.session)
const userRng = new Random(0, STREAMS.user)

interface Visitor {
  readonly model: Model
  readonly user: User
  readonly sessionId: string
  /** Index of the category that is looked for. */
  readonly category: number
  readonly events: SessionEvents
}

/** Which session: the `number`-th that begins in the tick from `tickAt` on. */
export interface Begin {
  readonly tickAt: number
  readonly tickMs: number
  readonly number: number
}

export function makeSession(model: Model, mix: VisitMix, { tickAt, tickMs, number }: Begin): SessionEvents {
  rng.reset(model.seed, STREAMS.session, tickAt, number)
  const user = makeUser(model.seed, pickUser(model.users, rng), userRng)
  const startedAt = tickAt + rng.int(tickMs)
  const events = emptySession({ tickAt, number, startedAt, bot: false, userAgent: user.userAgent })
  const sessionId = uuidV7(rng, startedAt)
  const visitor = { model, user, sessionId, category: categoryToday(user, rng), events }
  let at = startedAt
  for (let left = Math.min(MAX_VISITS, 1 + poisson(rng, MORE_VISITS)); left > 0; left--) {
    const seenAt = visit(visitor, mix.choice.pick(rng), at)
    at = seenAt + 1000 + Math.round(Math.min(DWELL_MAX_MS, exponential(rng, DWELL_MEAN_MS)))
  }
  if (rng.chance(model.organicPerSession)) sellOrganically(visitor, startedAt)
  return events
}

export function emptySession(
  head: Pick<SessionEvents, 'tickAt' | 'number' | 'startedAt' | 'bot' | 'userAgent'>,
): SessionEvents {
  return { ...head, exposures: [], renders: [], clicks: [], sales: [] }
}

/** One list from its first slot to its last that is seen; returns when that was. */
function visit(visitor: Visitor, index: number, at: number): number {
  const { model, sessionId, category, events } = visitor
  const placement = model.placements[index]!
  const filled = model.ranker.fill(index, { category, at, rng, picks })
  const renderId = uuidV7(rng, at)
  events.renders.push({
    render_id: renderId,
    placement_id: placement.placement_id,
    session_id: sessionId,
    timestamp: isoTime(at),
    slots_available: placement.max_slots,
    slots_filled: filled,
    queued: false,
  })
  const shown = scrolledTo(placement, filled, rng)
  let seenAt = at
  for (let rank = 0; rank < shown; rank++) {
    seenAt += 50 + rng.int(900)
    expose(visitor, { index, rank, renderId, at: seenAt })
  }
  return seenAt
}

interface Slot {
  /** The placement's. */
  readonly index: number
  readonly rank: number
  readonly renderId: string
  readonly at: number
}

function expose(visitor: Visitor, { index, rank, renderId, at }: Slot): void {
  const { model, user, sessionId, events } = visitor
  const placement = model.placements[index]!
  const merchant = model.merchants[picks[rank]!]!
  const clicked = rng.chance(model.calibration[index]!.clickScale * clickInfluence(rank, merchant))
  // Lower slots are left sooner: a tenth less viewable by the end of the longest list.
  const viewed = placement.viewable === null ? null : clicked || rng.chance(placement.viewable * (1 - rank * 0.01))
  const exposure: WireExposure = {
    event_id: uuidV7(rng, at),
    merchant_id: merchant.merchant_id,
    exposure_unit_id: merchant.unitIds[index]!,
    exposure_type: placement.exposureType,
    placement_id: placement.placement_id,
    user_id: user.userId,
    timestamp: isoTime(at),
    rank_position: rank,
    session_id: sessionId,
    is_clickable: true,
    algorithm_version: placement.algorithmVersion,
    render_id: renderId,
    viewable: viewed,
    queued: false,
    context: user.context,
  }
  events.exposures.push(exposure)
  const source = { merchant, placement: index, userId: user.userId }
  if (clicked) click(visitor, exposure, source)
  else if (viewed !== false && rng.chance(placement.viewThroughUplift)) {
    events.sales.push(makeSale(rng, { ...source, cause: 'view', at, clickId: null }))
  }
}

function click({ model, events }: Visitor, exposure: WireExposure, source: SaleSource): void {
  const at = Date.parse(exposure.timestamp) + 1000 + rng.int(15_000)
  const clickId = uuidV7(rng, at)
  events.clicks.push({
    click_id: clickId,
    exposure_event_id: exposure.event_id,
    placement_id: exposure.placement_id,
    merchant_id: exposure.merchant_id,
    user_id: exposure.user_id,
    session_id: exposure.session_id,
    timestamp: isoTime(at),
    queued: false,
  })
  if (rng.chance(model.placements[source.placement]!.cvrPerClick)) {
    events.sales.push(makeSale(rng, { ...source, cause: 'click', at, clickId }))
  }
}

function sellOrganically({ model, user, events }: Visitor, at: number): void {
  const merchant = model.merchants[Math.floor(model.merchants.length * rng.unit() ** 2)]!
  events.sales.push(
    makeSale(rng, { cause: 'organic', at, merchant, placement: -1, userId: user.userId, clickId: null }),
  )
}
