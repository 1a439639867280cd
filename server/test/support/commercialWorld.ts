import { randomUUID } from 'node:crypto'
import { BASES_OF } from '@bx/contracts/packages/values'
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

/** A package in this state since its start or now, whichever is earlier. @returns package_id */
export async function makePackage({ owner }: TestDatabase, given: NewPackage): Promise<string> {
  const { type = 'CPI', status = 'booked', units } = given
  const unitsOf = (wanted: string) => (type === wanted ? units : null)
  const credit = type === 'CPA' ? ['decisive_touch', 7, 'confirmed'] : [null, null, null]
  const [row] = await owner<{ id: string }[]>`
    insert into merchant_packages (merchant_id, package_name, package_type, guaranteed_impressions, guaranteed_clicks,
      guaranteed_conversions, goal_units, price, start_date, end_date, status, billing_basis, hold_expires_at, credit_model,
      credit_window_days, billed_status)
    values (${given.merchantId}, 'p', ${type}, ${unitsOf('CPI')}, ${unitsOf('CPC')}, ${unitsOf('CPA')}, ${units},
      ${units === null ? null : 0}, ${given.start}, ${given.end}, ${status}, ${BASES_OF[type][0]!},
      ${status === 'held' ? '2100-01-01' : null}, ${credit[0]!}, ${credit[1]!}, ${credit[2]!})
    returning package_id as id`
  const { id } = row!
  for (const placement of given.placements ?? [])
    await owner`insert into package_placements values (${id}, ${placement}, null, '-infinity', null)`
  await owner`
    insert into package_changes (package_id, version, terms_version, effective_at, actor, action, status, goal_units,
      start_date, end_date)
    select package_id, 1, 1, least(now(), start_date), 'test', 'create', status, goal_units, start_date, end_date
    from merchant_packages where package_id = ${id}`
  return id
}

/** Empties the tables that these functions fill. */
export async function clearCommercial({ owner }: TestDatabase): Promise<void> {
  await owner`truncate placement_dim, merchant_dim, placement_daily, render_daily, outcome_daily, click_daily,
    merchant_packages, package_daily cascade`
}
