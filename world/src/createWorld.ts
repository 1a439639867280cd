import { type Batch, type DayOptions, dayBatches, type TruthRecord } from './day.ts'
import { type DirtRates, USUAL_DIRT } from './dirtRates.ts'
import type { Merchant } from './merchants.ts'
import { makeModel } from './model.ts'
import type { Placement } from './placements.ts'
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
    day: (index, dayOptions) => dayBatches(model, index, dayOptions),
  }
}

/** For `day` and `between`: collects what was planted event by event. */
export function newTruthRecord(): TruthRecord {
  return { duplicates: [], unknownMerchants: [], malformed: 0, causes: new Map() }
}
