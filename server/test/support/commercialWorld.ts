import { randomUUID } from 'node:crypto'
import { ALL_MERCHANTS } from '../../src/facts/sumIds.ts'
import { addDays } from '../../src/lib/clock.ts'
import type { TestDatabase } from './database.ts'

// Rollups of placements, written directly into the tables as rollup and attribution would.

export interface PlacementDays {
  readonly key: string
  /** Per day, the last one yesterday. */
  readonly impressions: readonly number[]
  readonly renders?: readonly number[]
  readonly renderSource?: 'sdk' | 'server'
  /** Ten-thousandths of the currency per day. */
  readonly commission?: readonly number[]
  readonly clicks?: readonly number[]
  readonly slots?: number
}

/** @returns placement_id */
export async function makePlacement({ owner }: TestDatabase, today: string, given: PlacementDays): Promise<string> {
  const id = randomUUID()
  await owner`insert into placement_dim (placement_id, placement_key, placement_name) values (${id}, ${given.key}, ${given.key})`
  if (given.slots)
    await owner`insert into placement_slots (placement_id, valid_from, max_slots) values (${id}, '2020-01-01', ${given.slots})`
  const dayed = (values: readonly number[] = []) =>
    values.map((n, i) => ({ day: addDays(today, i - values.length), n }))
  for (const { day, n } of dayed(given.impressions))
    await owner`insert into placement_daily (placement_id, day, flagged, impressions, viewable, not_viewable, rank_sum,
        rank_count, sampled, weight, merchants) values (${id}, ${day}, false, ${n}, 0, 0, 0, 0, 0, ${n}, '')`
  for (const { day, n } of dayed(given.renders))
    await owner`insert into render_daily values (${id}, ${day}, ${given.renderSource ?? 'sdk'}, ${n}, ${n}, ${n})`
  for (const { day, n } of dayed(given.commission))
    await owner`insert into outcome_daily values (${ALL_MERCHANTS}, 'decisive_touch', ${day}, ${id}, 0, 1000000, 0, 0, 0, 0, ${n}, 0, 0)`
  for (const { day, n } of dayed(given.clicks))
    await owner`insert into click_daily values (${ALL_MERCHANTS}, ${day}, ${id}, ${n})`
  return id
}

export async function makeMerchant({ owner }: TestDatabase, ref: string): Promise<string> {
  const [row] = await owner<{ id: string }[]>`
    insert into merchant_dim (merchant_ref, merchant_name) values (${ref}, ${ref}) returning merchant_id as id`
  return row!.id
}

export interface NewPackage {
  readonly merchantId: string
  readonly type?: 'CPI' | 'CPC' | 'CPA'
  readonly units: number | null
  readonly start: string
  readonly end: string
  readonly placements?: readonly string[]
  readonly status?: string
}

export async function makePackage({ owner }: TestDatabase, given: NewPackage): Promise<void> {
  const type = given.type ?? 'CPI'
  const unitsOf = (wanted: string) => (type === wanted ? given.units : null)
  await owner`insert into merchant_packages (merchant_id, package_name, package_type, guaranteed_impressions,
      guaranteed_clicks, guaranteed_conversions, price, start_date, end_date, eligible_placements, status)
    values (${given.merchantId}, 'p', ${type}, ${unitsOf('CPI')}, ${unitsOf('CPC')}, ${unitsOf('CPA')}, 0, ${given.start},
      ${given.end}, ${[...(given.placements ?? [])]}, ${given.status ?? 'booked'})`
}

/** Empties the tables that these functions fill. */
export async function clearCommercial({ owner }: TestDatabase): Promise<void> {
  await owner`truncate placement_dim, merchant_dim, placement_daily, render_daily, outcome_daily, click_daily,
    merchant_packages cascade`
}
