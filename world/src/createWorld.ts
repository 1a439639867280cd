import { type BetweenOptions, deliveriesBetween } from './between.ts'
import { type Batch, type DayOptions, dayBatches } from './day.ts'
import type { Delivery } from './deliveries.ts'
import { type DirtRates, USUAL_DIRT } from './dirtRates.ts'
import { inRealTime, type LiveOptions } from './live.ts'
import { makeModel } from './makeModel.ts'
import type { Merchant } from './merchants.ts'
import type { Placement } from './placements.ts'
import { exposuresPerSecond } from './sessions.ts'
import { type Truth, truthOf } from './truth.ts'

export interface WorldOptions {
  /** Any whole number: it and the other options determine the world. */
  readonly seed: number
  /** First day, `2026-10-24`, from midnight UTC. */
  readonly start: string
  /** Days of history; the world itself has no end. */
  readonly days: number
  /** Exposures by people and bots, averaged over the history. */
  readonly exposuresPerDay: number
  readonly merchants?: number | undefined
  readonly users?: number | undefined
  /** 1 to 20. */
  readonly placements?: number | undefined
  /** IANA zone of the people: traffic peaks in the evening there. */
  readonly timeZone?: string | undefined
  /** Sales per session that are not caused by an exposure. */
  readonly organicPerSession?: number | undefined
  /** ISO 4217, default GBP. Amounts suit its size and its decimals. */
  readonly currency?: string | undefined
  readonly dirt?: Partial<DirtRates> | undefined
}

export interface World {
  readonly placements: readonly Placement[]
  readonly merchants: readonly Merchant[]
  readonly truth: Truth
  /** History for import: the sessions that begin on one UTC day, with all their events. */
  day(index: number, options?: DayOptions): Generator<Batch>
  /**
   * The same sessions as requests, including dirt: all sent in [from, to), ordered by time. `to` may be Infinity.
   * `between(now, ..)` continues after `day(.., { until: now })`; requests in flight at `now` repeat a few events.
   */
  between(from: number, to: number, options?: BetweenOptions): Generator<Delivery>
  /** The same in real time, for demo traffic: each request at its time. */
  live(options: LiveOptions): AsyncGenerator<Delivery>
  /** Expected exposures per second at a time. */
  rate(at: number): number
}

/** A marketplace that is completely determined by seed and options. */
export function createWorld(options: WorldOptions): World {
  const start = Date.parse(`${options.start}T00:00:00Z`)
  if (Number.isNaN(start)) throw new Error(`start: expected a day such as 2026-10-24, got ${options.start}`)
  const model = makeModel({
    seed: options.seed,
    start,
    days: options.days,
    exposuresPerDay: options.exposuresPerDay,
    merchants: options.merchants ?? 60,
    users: options.users ?? 5000,
    placements: options.placements ?? 10,
    timeZone: options.timeZone ?? 'Europe/London',
    organicPerSession: options.organicPerSession ?? 0.005,
    currency: options.currency ?? 'GBP',
    dirt: { ...USUAL_DIRT, ...options.dirt },
  })
  return {
    placements: model.placements,
    merchants: model.merchants,
    truth: truthOf(model),
    day: (index, options) => dayBatches(model, index, options),
    between: (from, to, options) => deliveriesBetween(model, { from, to }, options),
    live: ({ from, speed, signal, ...options }) =>
      inRealTime(deliveriesBetween(model, { from, to: Number.POSITIVE_INFINITY }, options), { from, speed, signal }),
    rate: (at) => exposuresPerSecond(model, at),
  }
}
