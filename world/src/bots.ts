import { uuidV4, uuidV7 } from './ids.ts'
import { makeClick, makeExposure, makeRender, type Shown } from './makeEvents.ts'
import { CATEGORIES } from './merchantNames.ts'
import type { Bot, Model } from './model.ts'
import { MAX_SLOTS } from './placements.ts'
import { Random, STREAMS } from './random.ts'
import { type Begin, emptySession, type SessionEvents } from './session.ts'
import type { WireContext } from './wire.ts'

// Invalid traffic: one machine reads lists to the end, two per second. It never buys and rarely clicks.

/** Exposures of one burst of about 12 s. The busiest person of a large world sees 53 in a minute. */
export const BOT_BURST = 160
const DECLARED = 0.6
const CLICK = 0.01
const VIEWABLE = 0.1
/** Bots read only the first placements, which are long lists. */
const READ_PLACEMENTS = 4
const CRAWLER = 'Mozilla/5.0 (compatible; CashbackWatchBot/2.1; +https://cashback-watch.example/bot)'
const DISGUISED =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'
const CONTEXT: WireContext = { platform: 'web', sdk_version: '1.0.0', market: 'GB', consent: 'granted' }

const picks = new Int32Array(MAX_SLOTS)
const rng = new Random(0, STREAMS.botBurst)

/** One bot per thousand users, at least four. */
export function makeBots(seed: number, users: number): Bot[] {
  return Array.from({ length: Math.max(4, Math.round(users / 1000)) }, (_, i) => {
    const draws = new Random(seed, STREAMS.botUser, i)
    const declared = draws.unit() < DECLARED
    return { userId: uuidV4(draws), declared, userAgent: declared ? CRAWLER : DISGUISED }
  })
}

export function makeBotBurst(model: Model, { tickAt, tickMs, number }: Begin): SessionEvents {
  rng.reset(model.seed, STREAMS.botBurst, tickAt, number)
  const { userId, userAgent } = model.bots[rng.int(model.bots.length)]!
  const startedAt = tickAt + rng.int(tickMs)
  const viewer = { userId, sessionId: uuidV7(rng, startedAt), context: CONTEXT }
  const events = emptySession({ tickAt, number, startedAt, bot: true, userAgent })
  let at = startedAt
  for (let lists = 0; events.exposures.length < BOT_BURST && lists < BOT_BURST; lists++) {
    const index = rng.int(Math.min(READ_PLACEMENTS, model.placements.length))
    const placement = model.placements[index]!
    readList(model, events, { renderId: uuidV7(rng, at), placement, index, viewer, at })
    at += 300 + rng.int(400)
  }
  return events
}

function readList(model: Model, events: SessionEvents, shown: Shown): void {
  const { at } = shown
  const filled = model.ranker.fill(shown.index, { category: rng.int(CATEGORIES.length), at, rng, picks })
  events.renders.push(makeRender(shown, filled))
  for (let rank = 0; rank < filled && events.exposures.length < BOT_BURST; rank++) {
    const merchant = model.merchants[picks[rank]!]!
    const exposure = makeExposure(rng, shown, { rank, merchant, at, viewable: rng.chance(VIEWABLE) })
    events.exposures.push(exposure)
    if (rng.chance(CLICK)) events.clicks.push(makeClick(rng, exposure, at + 200))
  }
}
