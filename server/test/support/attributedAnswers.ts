import { MODELS } from '@bx/contracts/metrics/creditModels'
import { expect } from 'vitest'
import type { Windows } from '../../src/attribution/creditClick.ts'
import { readConversionPaths } from '../../src/query/conversionPaths.ts'
import { readMerchantBenchmark } from '../../src/query/merchantBenchmark.ts'
import { readMerchantSummary } from '../../src/query/merchantSummary.ts'
import type { Period } from '../../src/query/period.ts'
import { readPlacementScorecard } from '../../src/query/placementScorecard.ts'
import type { Sql } from '../../src/store/db.ts'
import {
  ATTRIBUTION_MERCHANTS,
  ATTRIBUTION_PLACEMENTS,
  type AttributionWorld,
  type SentSale,
} from './attributionWorld.ts'
import { naiveClick } from './naiveAttribution.ts'
import { decisionOf, touchesOf } from './naiveOutcomes.ts'

// What the views answer about a world, against counting its rows by hand.

const CONTEXT = { today: new Date().toISOString().slice(0, 10), currency: 'GBP' }

export async function expectAttributedAnswers(
  sql: Sql,
  world: AttributionWorld,
  windows: Windows,
  period: Period,
): Promise<void> {
  const tracked = world.sales.filter(({ status }) => status === 'pending' || status === 'confirmed')
  await expectScorecards(sql, world, tracked, windows, period)
  await expectMerchants(sql, world, tracked, windows, period)
  await expectCategories(sql, period)
  await expectPaths(sql, world, tracked, windows, period)
}

async function expectScorecards(
  sql: Sql,
  world: AttributionWorld,
  tracked: readonly SentSale[],
  windows: Windows,
  period: Period,
): Promise<void> {
  for (const model of MODELS) {
    const { data } = await readPlacementScorecard(sql, period, { ...CONTEXT, model })
    const { totals, rows } = data
    if (model === 'any_touch') continue
    expect(totals.conversions + totals.unattributed.conversions).toBeCloseTo(tracked.length, 6)
    expect(totals.total_revenue + totals.unattributed.total_revenue).toBeCloseTo(moneyOf(tracked), 6)
    expect(rows.reduce((sum, row) => sum + row.conversions, 0)).toBeCloseTo(totals.conversions, 6)
    expect(rows.reduce((sum, row) => sum + row.total_revenue, 0)).toBeCloseTo(totals.total_revenue, 6)
    expect(totals.clicks + totals.unattributed.clicks).toBe(world.clicks.filter(({ flagged }) => !flagged).length)
    for (const row of rows) {
      const touched = tracked.filter((sale) =>
        touchesOf(world, sale, windows).some(({ placementId }) => placementId === row.placement_id),
      )
      expect(row.assisted_conversions).toBe(touched.length)
      if (model !== 'last_touch') continue
      const credited = tracked.filter(
        (sale) => placementOf(world, decisionOf(world, sale, windows)[1]) === row.placement_id,
      )
      expect(row.conversions).toBe(credited.length)
      expect(row.total_revenue).toBeCloseTo(moneyOf(credited), 6)
    }
  }
}

async function expectMerchants(
  sql: Sql,
  world: AttributionWorld,
  tracked: readonly SentSale[],
  windows: Windows,
  period: Period,
): Promise<void> {
  for (const merchantId of ATTRIBUTION_MERCHANTS) {
    const own = <T extends { readonly merchantId: string }>(rows: readonly T[]) =>
      rows.filter((row) => row.merchantId === merchantId)
    const decided = own(tracked).map((sale) => decisionOf(world, sale, windows))
    const clicks = own(world.clicks).filter(({ flagged }) => !flagged)
    const credited = clicks.filter((click) => naiveClick(click, visible(world, click), windows) !== 'none')
    const { funnel } = (await readMerchantSummary(sql, merchantId, period)).data
    expect(funnel).toMatchObject({
      impressions: own(world.exposures).filter(({ flagged }) => !flagged).length,
      clicks: credited.length,
      conversions: decided.filter(([through]) => through !== 'none').length,
      click_through_conversions: decided.filter(([through]) => through === 'click').length,
      unattributed_clicks: clicks.length - credited.length,
      unattributed_conversions: decided.filter(([through]) => through === 'none').length,
    })
    const { totals } = (await readMerchantBenchmark(sql, merchantId, period, { ...CONTEXT, model: 'linear' })).data
    expect(totals.conversions + totals.unattributed.conversions).toBeCloseTo(own(tracked).length, 6)
  }
}

/** Two merchants are too few: of a category they share, neither sees what the other reaches. */
async function expectCategories(sql: Sql, period: Period): Promise<void> {
  const all = []
  for (const id of ATTRIBUTION_MERCHANTS)
    all.push((await readMerchantBenchmark(sql, id, period, { ...CONTEXT, model: 'linear' })).data)
  for (const { merchant, rows } of all) {
    const others = all.filter(
      (one) => one.merchant !== merchant && merchant.category !== null && one.merchant.category === merchant.category,
    )
    for (const placementId of ATTRIBUTION_PLACEMENTS) {
      const isShown = others
        .flatMap((one) => one.rows)
        .some((row) => row.placement_id === placementId && row.impressions > 0)
      const row = rows.find((one) => one.placement_id === placementId)
      expect(row?.category ?? null).toBeNull()
      expect(row?.category_withheld ?? null).toBe(isShown ? 'few_merchants' : null)
    }
  }
}

async function expectPaths(
  sql: Sql,
  world: AttributionWorld,
  tracked: readonly SentSale[],
  windows: Windows,
  period: Period,
): Promise<void> {
  const { data } = await readConversionPaths(sql, {}, period, CONTEXT)
  const touches = tracked.map((sale) => ({ sale, touches: touchesOf(world, sale, windows) }))
  const reached = touches.filter((one) => one.touches.length > 0)
  expect(data.totals).toMatchObject({ conversions: tracked.length, with_touch: reached.length })
  expect(data.paths.reduce((sum, row) => sum + row.conversions, 0) + data.other_paths.conversions).toBe(reached.length)
  for (const row of data.touches) {
    const here = (touch: { placementId: string } | undefined) => touch?.placementId === row.placement_id
    const all = touches.flatMap((one) => one.touches.filter(here).map((touch) => one.sale.at - touch.at))
    expect(row).toMatchObject({
      times_in_path: all.length,
      first_touch_count: reached.filter((one) => here(one.touches[0])).length,
      last_touch_count: reached.filter((one) => here(one.touches.at(-1))).length,
    })
    const hours = all.reduce((sum, ms) => sum + ms, 0) / all.length / 3_600_000
    expect(row.avg_hours_to_conversion).toBeCloseTo(hours, 1)
  }
  expect(data.histogram.reduce((sum, bin) => sum + bin.conversions, 0)).toBe(reached.length)
  expect(ATTRIBUTION_PLACEMENTS).toEqual(expect.arrayContaining(data.touches.map((row) => row.placement_id)))
}

function visible(world: AttributionWorld, click: { readonly userId: string; readonly exposureEventId: string | null }) {
  return world.exposures.filter(({ userId, eventId }) => userId === click.userId || eventId === click.exposureEventId)
}

function placementOf(world: AttributionWorld, eventId: string): string | undefined {
  return world.exposures.find((exposure) => exposure.eventId === eventId)?.placementId
}

function moneyOf(sales: readonly SentSale[]): number {
  return sales.reduce((sum, { commission }) => sum + commission, 0) / 10_000
}
