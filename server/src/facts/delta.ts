import type { Tx } from '../db/client.ts'
import { sumArrivals } from './arrivals.ts'
import { userNumber } from './userNumber.ts'

// What a transaction of stored rows changes in the rollups: one row of `rollup_deltas`, written with them. Columns with
// dictionaries, because ids repeat: about 40 bytes an exposure before compression.

export interface ExposureDelta {
  readonly hours: readonly string[]
  readonly days: readonly string[]
  readonly placements: readonly string[]
  readonly merchants: readonly string[]
  /** merchant_no of each entry of `merchants`. */
  readonly merchantNos: readonly number[]
  readonly sessions: readonly string[]
  /** One entry per exposure from here on; the first five are positions in the lists above. */
  readonly hour: readonly number[]
  readonly day: readonly number[]
  readonly placement: readonly number[]
  readonly merchant: readonly number[]
  readonly session: readonly number[]
  /** `userNumber` of the pseudonymised id. */
  readonly user: readonly number[]
  readonly rank: readonly (number | null)[]
  /** 1 viewable, 0 not, null not measured. */
  readonly viewable: readonly (0 | 1 | null)[]
  readonly flagged: readonly (0 | 1)[]
  /** Omitted when nothing is sampled. */
  readonly sampleRate?: readonly (number | null)[]
  /** 1 adds a row, -1 removes it (reclassified, erased). Omitted when all are 1. */
  readonly sign?: readonly (1 | -1)[]
  /** Users of the removed rows: their session slots are recounted from raw rows. */
  readonly removedUsers?: readonly string[]
}

/** [placement_id, day, source, renders, slots available, slots filled] */
export type RenderDelta = readonly [string, string, string, number, number, number]

/** [hour, key_id, kind, outcome, reason, events] */
export type OutcomeDelta = readonly [string, string, string, string, string, number]

/** Stamped exposures of one row of `package_hourly`. */
export interface PackageDelta {
  readonly key: PackageKey
  readonly impressions: number
  readonly viewable: number
  /** `userNumber`s of counted net exposures, one each; for reach. */
  readonly added: readonly number[]
  readonly removed: readonly number[]
}

/** [package_id, hour, day, placement_id, verdict, flagged] */
export type PackageKey = readonly [string, string, string, string, string, 0 | 1]

export interface Delta {
  readonly exposures?: ExposureDelta
  readonly renders?: readonly RenderDelta[]
  readonly outcomes?: readonly OutcomeDelta[]
  readonly packages?: readonly PackageDelta[]
}

/** An exposure as the delta sees it. */
export interface CountedExposure {
  readonly hour: string
  readonly day: string
  readonly placementId: string
  readonly merchantId: string
  readonly merchantNo: number
  readonly sessionId: string
  readonly userId: string
  readonly rank: number | null
  readonly viewable: boolean | null
  readonly flagged: boolean
  readonly sampleRate: number | null
  /** The package it was stamped with, and what became of the stamp; both null without one. */
  readonly packageId: string | null
  readonly packageVerdict: string | null
  readonly sign?: 1 | -1
}

/** Writes a delta; `receivedAt` is the earliest of its envelopes, for `complete_to`. */
export async function writeDelta(tx: Tx, receivedAt: Date, events: number, delta: Delta): Promise<void> {
  await tx`insert into rollup_deltas (received_at, events, payload, arrived)
    values (${receivedAt}, ${events}, ${JSON.stringify(delta)}, ${arrivedIn(delta.outcomes ?? [])})`
}

/** Received events whose outcomes the delta holds: they count as waiting until it is rolled up. */
function arrivedIn(outcomes: readonly OutcomeDelta[]): string | null {
  const received = outcomes.filter(([, , , outcome]) => outcome !== 'lost_on_device')
  const sums = sumArrivals(received.map(([hour, keyId, kind, , , events]) => [hour, keyId, kind, events]))
  const arrived = sums.filter(([, , , events]) => events !== 0)
  return arrived.length === 0 ? null : JSON.stringify(arrived)
}

export function exposureDelta(rows: readonly CountedExposure[]): ExposureDelta {
  const [hours, days, placements, merchants, sessions] = [
    dictionary(),
    dictionary(),
    dictionary(),
    dictionary(),
    dictionary(),
  ]
  const merchantNos: number[] = []
  const columns = {
    hour: [] as number[],
    day: [] as number[],
    placement: [] as number[],
    merchant: [] as number[],
    session: [] as number[],
    user: [] as number[],
    rank: [] as (number | null)[],
    viewable: [] as (0 | 1 | null)[],
    flagged: [] as (0 | 1)[],
  }
  for (const row of rows) {
    columns.hour.push(hours.position(row.hour))
    columns.day.push(days.position(row.day))
    columns.placement.push(placements.position(row.placementId))
    const merchant = merchants.position(row.merchantId)
    merchantNos[merchant] = row.merchantNo
    columns.merchant.push(merchant)
    columns.session.push(sessions.position(row.sessionId))
    columns.user.push(userNumber(row.userId))
    columns.rank.push(row.rank)
    columns.viewable.push(row.viewable === null ? null : row.viewable ? 1 : 0)
    columns.flagged.push(row.flagged ? 1 : 0)
  }
  return {
    hours: hours.values,
    days: days.values,
    placements: placements.values,
    merchants: merchants.values,
    merchantNos,
    sessions: sessions.values,
    ...columns,
    ...(rows.some((row) => row.sampleRate !== null) ? { sampleRate: rows.map((row) => row.sampleRate) } : {}),
    ...signsOf(rows),
  }
}

function signsOf(rows: readonly CountedExposure[]): Pick<ExposureDelta, 'sign' | 'removedUsers'> {
  const removed = rows.filter((row) => row.sign === -1)
  if (removed.length === 0) return {}
  return { sign: rows.map((row) => row.sign ?? 1), removedUsers: [...new Set(removed.map((row) => row.userId))] }
}

function dictionary() {
  const positions = new Map<string, number>()
  const values: string[] = []
  return {
    values,
    position(value: string): number {
      let position = positions.get(value)
      if (position === undefined) {
        position = values.push(value) - 1
        positions.set(value, position)
      }
      return position
    },
  }
}
