import type { Model } from '@bx/contracts/metrics/creditModels'
import { LRUCache } from 'lru-cache'
import { type Fragment, plainArray, type Sql, type Tx } from '../db/client.ts'
import { ALL_PLACEMENTS } from '../facts/sumIds.ts'
import type { Days } from '../lib/clock.ts'
import { saturated } from '../lib/saturate.ts'

// The figures of each merchant of a category on a placement and day: the rule of small groups needs single merchants,
// which the category's sums do not contain. Read once a day and version; past days rarely change.

/** Columns of equal length: merchant numbers first, then their figures. */
export type MerchantColumns = readonly (readonly number[])[]
/** By placement. */
export type CategoryDay = Readonly<Record<string, MerchantColumns>>

export interface Category {
  readonly name: string
  readonly merchants: readonly { readonly id: string; readonly no: number }[]
}

/** Impressions net or gross; clicks; pending, confirmed and commission of sales under a model. */
export type Figure = 'net' | 'gross' | 'clicks' | Model

/** Numbers cached: 4 million are about 50 MB. 40 merchants on 20 placements have 1,640 of impressions a day. */
const MAX_NUMBERS = 4_000_000

/**
 * Cached days. The key holds the version of the day in the query's snapshot and the members of the category, so an
 * answer from the cache is never older than one without it.
 */
class CategoryMemory extends LRUCache<string, CategoryDay> {
  constructor() {
    super({ maxSize: MAX_NUMBERS, sizeCalculation: (day) => 1 + Object.values(day).flat().flat().length })
  }
}

const memories = new WeakMap<Sql, CategoryMemory>()

/** Reads days of categories within the snapshot of one query, using the cache of its pool. */
export type ReadCategoryDays = (category: Category, figure: Figure, days: Days) => Promise<Map<string, CategoryDay>>

export function categoryDaysOf(sql: Sql, tx: Tx): ReadCategoryDays {
  const memory = memories.get(sql) ?? new CategoryMemory()
  memories.set(sql, memory)
  return async (category, figure, days) => {
    const versions = await readVersions(tx, figure, days)
    const members = category.merchants.map(({ no }) => no).join()
    const keyOf = (day: string) => JSON.stringify([category.name, figure, day, versions.get(day), members])
    const found = new Map<string, CategoryDay>()
    for (const day of versions.keys()) {
      const known = memory.get(keyOf(day))
      if (known) found.set(day, known)
    }
    const missing = [...versions.keys()].filter((day) => !found.has(day))
    if (missing.length === 0) return found
    const read = await readDays(tx, category, figure, missing)
    for (const day of missing) {
      const cells = read.get(day) ?? {}
      memory.set(keyOf(day), cells)
      found.set(day, cells)
    }
    return found
  }
}

/** 0: no figures of the day were written since versions exist. Future days have none. */
async function readVersions(tx: Tx, figure: Figure, { start, end }: Days): Promise<Map<string, number>> {
  const source = figure === 'net' || figure === 'gross' ? 'rollup' : 'attribution'
  const [row] = await tx<{ versions: [string, number][] | null }[]>`
    select json_agg(json_build_array(day, coalesce(version, 0))) as versions
    from (select generate_series(${start}::date, least(${end}::date, now()::date + 1), '1 day')::date as day) asked
      left join (select day, version from day_versions where source = ${source}) written using (day)`
  return new Map(row!.versions ?? [])
}

async function readDays(
  tx: Tx,
  { merchants }: Category,
  figure: Figure,
  days: readonly string[],
): Promise<Map<string, CategoryDay>> {
  const ids = plainArray(merchants.map(({ id }) => id))
  const ofThem = tx`merchant_id = any(${ids}::uuid[]) and day = any(${plainArray(days)}::date[])`
  const { facts, columns } = figuresOf(tx, figure, ofThem)
  const rows = await tx<{ day: string; cells: CategoryDay }[]>`
    select day, json_object_agg(placement_id, cells) as cells from (
      select day, placement_id, json_build_array(json_agg(no), ${tx.unsafe(columns)}) as cells
      from (${facts}) facts
        join unnest(${ids}::uuid[], ${plainArray(merchants.map(({ no }) => no))}::int[]) as m (merchant_id, no)
          using (merchant_id)
      group by 1, 2) grouped
    group by 1`
  return new Map(rows.map(({ day, cells }) => [day, cells]))
}

function figuresOf(tx: Tx, figure: Figure, ofThem: Fragment) {
  switch (figure) {
    case 'net':
    case 'gross':
      return {
        facts: tx`
          select merchant_id, day, placement_id, sum(impressions)::bigint as impressions from exposure_daily
          where ${ofThem} ${figure === 'net' ? tx`and not flagged` : tx``} group by 1, 2, 3 having sum(impressions) > 0`,
        columns: 'json_agg(impressions)',
      }
    case 'clicks':
      return {
        facts: tx`select merchant_id, day, placement_id, clicks from click_daily where ${ofThem} and clicks <> 0`,
        columns: 'json_agg(clicks)',
      }
    default:
      return {
        // Any touch: by the first day, so that days add up whichever of them the rule leaves out.
        facts: tx`
          select merchant_id, day, placement_id, pending, confirmed,
            ${tx.unsafe(saturated('pending_commission + confirmed_commission'))} as money
          ${figure === 'any_touch' ? tx`from touch_daily where previous_day = '-infinity' and placement_id <> ${ALL_PLACEMENTS}` : tx`from outcome_daily where model = ${figure}`}
          and ${ofThem}`,
        columns: 'json_agg(pending), json_agg(confirmed), json_agg(money)',
      }
  }
}
