import { clickInfluence, scrolledTo } from './calibrate.ts'
import { exponential, poisson } from './distributions.ts'
import { uuidV7 } from './ids.ts'
import { makeClick, makeExposure, makeRender, type Shown, type Slot, type Viewer } from './makeEvents.ts'
import type { Model } from './model.ts'
import { MAX_SLOTS } from './placements.ts'
import { Random, STREAMS } from './random.ts'
import { makeSale, type Sale } from './sales.ts'
import { categoryToday, makeUser, pickUser } from './users.ts'
import type { VisitMix } from './visitMix.ts'
import type { WireClick, WireExposure, WireRender } from './wire.ts'

/** All events of one visit to the app, including those days later. */
export interface SessionEvents {
  /** The tick of its start and its number there: they name its random streams. */
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

/** Latest event after `startedAt`, except sale reports: 14 lists of 2 minutes, and a click. */
export const LONGEST_SESSION_MS = 30 * 60_000

/** Lists per session: one, and this many more on average. */
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
  readonly viewer: Viewer
  /** Index of the user's category. */
  readonly category: number
  readonly events: SessionEvents
}

/** Identifies the session: the `number`-th that begins in the tick at `tickAt`. */
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
  const viewer = { userId: user.userId, sessionId: uuidV7(rng, startedAt), context: user.context }
  const visitor = { model, viewer, category: categoryToday(user, rng), events }
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

/** One list, from its first slot to the last one seen; returns the time of the last one. */
function visit(visitor: Visitor, index: number, at: number): number {
  const { model, category, events } = visitor
  const placement = model.placements[index]!
  const filled = model.ranker.fill(index, { category, at, rng, picks })
  const shown = { renderId: uuidV7(rng, at), placement, index, viewer: visitor.viewer, at }
  events.renders.push(makeRender(shown, filled))
  const seen = scrolledTo(placement, filled, rng)
  let seenAt = at
  for (let rank = 0; rank < seen; rank++) {
    seenAt += 50 + rng.int(900)
    expose(visitor, shown, { rank, merchant: model.merchants[picks[rank]!]!, at: seenAt })
  }
  return seenAt
}

/** One brand seen, with its click and sales. */
function expose({ model, events, viewer }: Visitor, shown: Shown, slot: Omit<Slot, 'viewable'>): void {
  const { placement, index } = shown
  const { rank, merchant, at } = slot
  const clicked = rng.chance(model.calibration[index]!.clickScale * clickInfluence(rank, merchant))
  // Lower slots are seen for less time: a tenth less viewable at the end of the longest list.
  const viewed = placement.viewable === null ? null : clicked || rng.chance(placement.viewable * (1 - rank * 0.01))
  const exposure = makeExposure(rng, shown, { rank, merchant, at, viewable: viewed })
  const packageId = model.ranker.packageAt?.(rank)
  if (packageId !== undefined) exposure.package_id = packageId
  events.exposures.push(exposure)
  const source = { merchant, placement: index, userId: viewer.userId, currency: model.currency }
  if (clicked) {
    const clickedAt = at + 1000 + rng.int(15_000)
    const click = makeClick(rng, exposure, clickedAt)
    events.clicks.push(click)
    if (!rng.chance(placement.cvrPerClick)) return
    events.sales.push(makeSale(rng, { ...source, cause: 'click', at: clickedAt, clickId: click.click_id }))
  } else if (viewed !== false && rng.chance(placement.viewThroughUplift)) {
    events.sales.push(makeSale(rng, { ...source, cause: 'view', at, clickId: null }))
  }
}

function sellOrganically({ model, viewer, events }: Visitor, at: number): void {
  const merchant = model.merchants[Math.floor(model.merchants.length * rng.unit() ** 2)]!
  events.sales.push(
    makeSale(rng, {
      ...{ cause: 'organic', at, merchant, placement: -1, userId: viewer.userId, clickId: null },
      currency: model.currency,
    }),
  )
}
