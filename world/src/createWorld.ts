import { type BetweenOptions, deliveriesBetween } from './between.ts'
import { type Batch, type DayOptions, dayBatches } from './day.ts'
import type { Delivery } from './deliveries.ts'
import { type DirtRates, USUAL_DIRT } from './dirtRates.ts'
import { inRealTime, type LiveOptions } from './live.ts'
import type { Merchant } from './merchants.ts'
import { makeModel } from './model.ts'
import type { Placement } from './placements.ts'
import { exposuresPerSecond } from './sessions.ts'
import { type Truth, truthOf } from './truth.ts'

export interface WorldOptions {
  /** Any whole number: everything follows from it and the other options. */
  readonly seed: number
  /** First day, `2026-10-24`, from midnight UTC. */
  readonly start: string
  /** Days of history; the world itself goes on without end. */
  readonly days: number
  /** By people and bots, averaged over the history. */
  readonly exposuresPerDay: number
  readonly merchants?: number | undefined
  readonly users?: number | undefined
  /** 1 to 20. */
  readonly placements?: number | undefined
  /** IANA zone in which people live: evening there is the peak. */
  readonly timeZone?: string | undefined
  /** Sales per session without any exposure behind them. */
  readonly organicPerSession?: number | undefined
  readonly dirt?: Partial<DirtRates> | undefined
}

export interface World {
  readonly placements: readonly Placement[]
  readonly merchants: readonly Merchant[]
  readonly truth: Truth
  /** History for import: the sessions that begin on one UTC day, with all they led to. */
  day(index: number, options?: DayOptions): Generator<Batch>
  /**
   * The same sessions as requests, dirt included: all sent in [from, to), ordered by time. `to` may be Infinity.
   * After `day(.., { until: now })`, `between(now, ..)` carries on; requests on their way at `now` repeat a few events.
   */
  between(from: number, to: number, options?: BetweenOptions): Generator<Delivery>
  /** The same in real time, for demo traffic: each request at its moment. */
  live(options: LiveOptions): AsyncGenerator<Delivery>
  /** Exposures per second to be expected at an instant. */
  rate(at: number): number
}

/** A marketplace whose every event follows from the seed and the options. */
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
