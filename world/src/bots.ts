import { uuidV4, uuidV7 } from './ids.ts'
import { isoTime } from './isoTime.ts'
import { CATEGORIES } from './merchantNames.ts'
import type { Model } from './model.ts'
import { MAX_SLOTS } from './placements.ts'
import { Random, STREAMS } from './random.ts'
import { type Begin, emptySession, type SessionEvents } from './session.ts'
import type { WireContext } from './wire.ts'

// Invalid traffic: one machine reads list after list to the end, two or three a second. It never buys, and clicks little.

export interface Bot {
  readonly userId: string
  /** Says what it is in its user agent; the others can be told only by their rate. */
  readonly declared: boolean
  readonly userAgent: string
}

/** Exposures of one burst, which lasts about 12 s: 8 times what the busiest person sees in a minute. */
export const BOT_BURST = 160
const DECLARED = 0.6
const CLICK = 0.01
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
  const bot = model.bots[rng.int(model.bots.length)]!
  const startedAt = tickAt + rng.int(tickMs)
  const sessionId = uuidV7(rng, startedAt)
  const events = emptySession({ tickAt, number, startedAt, bot: true, userAgent: bot.userAgent })
  let at = startedAt
  for (let lists = 0; events.exposures.length < BOT_BURST && lists < BOT_BURST; lists++) {
    readList(model, bot, sessionId, at, events)
    at += 300 + rng.int(400)
  }
  return events
}

function readList(model: Model, bot: Bot, sessionId: string, at: number, events: SessionEvents): void {
  const index = rng.int(Math.min(4, model.placements.length))
  const placement = model.placements[index]!
  const filled = model.ranker.fill(index, { category: rng.int(CATEGORIES.length), at, rng, picks })
  const common = { placement_id: placement.placement_id, session_id: sessionId, timestamp: isoTime(at), queued: false }
  const renderId = uuidV7(rng, at)
  events.renders.push({ render_id: renderId, ...common, slots_available: placement.max_slots, slots_filled: filled })
  for (let rank = 0; rank < filled && events.exposures.length < BOT_BURST; rank++) {
    const merchant = model.merchants[picks[rank]!]!
    const eventId = uuidV7(rng, at)
    events.exposures.push({
      event_id: eventId,
      merchant_id: merchant.merchant_id,
      exposure_unit_id: merchant.unitIds[index]!,
      exposure_type: placement.exposureType,
      placement_id: placement.placement_id,
      user_id: bot.userId,
      timestamp: common.timestamp,
      rank_position: rank,
      session_id: sessionId,
      is_clickable: true,
      algorithm_version: placement.algorithmVersion,
      render_id: renderId,
      viewable: rng.chance(0.1),
      queued: false,
      context: CONTEXT,
    })
    if (rng.chance(CLICK)) {
      const clickedAt = at + 200
      events.clicks.push({
        click_id: uuidV7(rng, clickedAt),
        exposure_event_id: eventId,
        merchant_id: merchant.merchant_id,
        user_id: bot.userId,
        ...common,
        timestamp: isoTime(clickedAt),
      })
    }
  }
}
