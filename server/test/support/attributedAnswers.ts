import { MODELS } from '@bx/contracts/metrics/creditModels'
import { UNATTRIBUTED_REASONS } from '@bx/contracts/metrics/unattributed'
import { addMoney, type Money, moneyText, parseMoney } from '@bx/contracts/money'
import { expect } from 'vitest'
import type { Windows } from '../../src/attribution/creditClick.ts'
import type { Sql } from '../../src/db/client.ts'
import { readMerchantBenchmark } from '../../src/query/merchantBenchmark.ts'
import { readMerchantSummary } from '../../src/query/merchantSummary.ts'
import type { Period } from '../../src/query/period.ts'
import { readPlacementScorecard } from '../../src/query/placementScorecard.ts'
import { ATTRIBUTION_MERCHANTS, ATTRIBUTION_PLACEMENTS } from './attributionFacts.ts'
import type { AttributionWorld, SentSale } from './attributionWorld.ts'
import { decisionOf, mergedClicks, touchesOf } from './naiveOutcomes.ts'
import { expectPathAnswers } from './naivePaths.ts'

// Compares the views' answers about a world with counting its rows by hand.

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
  await expectPathAnswers(sql, world, windows, period)
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
    const [attributed, nowhere] = [totals, totals.unattributed].map((part) => parseMoney(part.total_revenue))
    expect(attributed! + nowhere!).toBe(moneyOf(tracked))
    expect(rows.reduce((sum, row) => sum + row.conversions, 0)).toBeCloseTo(totals.conversions, 6)
    expect(addMoney(rows.map((row) => parseMoney(row.total_revenue)))).toBe(attributed)
    const clicks = totals.clicks + totals.unattributed.clicks + totals.repeated_clicks
    expect(clicks).toBe(world.clicks.filter(({ flagged }) => !flagged).length)
    expect(totals.repeated_clicks).toBe(
      mergedClicks(world, windows).filter(({ flagged, counts }) => !flagged && !counts).length,
    )
    expect(totals.unattributed.reasons).toEqual(reasonsOf(world, tracked, windows))
    for (const row of rows) {
      const touched = tracked.filter((sale) =>
        touchesOf(world, sale, windows).some(({ placementId }) => placementId === row.placement_id),
      )
      expect(row.assisted_conversions).toBe(touched.length)
      if (model !== 'decisive_touch') continue
      const credited = tracked.filter(
        (sale) => placementOf(world, decisionOf(world, sale, windows).decisive) === row.placement_id,
      )
      expect(row.conversions).toBe(credited.length)
      expect(parseMoney(row.total_revenue)).toBe(moneyOf(credited))
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
    const clicks = own(mergedClicks(world, windows)).filter(({ counts }) => counts)
    const credited = clicks.filter((click) => click.credited !== 'none')
    const { funnel } = (await readMerchantSummary(sql, merchantId, period, { currency: 'GBP' })).data
    expect(funnel).toMatchObject({
      impressions: own(world.exposures).filter(({ flagged }) => !flagged).length,
      clicks: credited.length,
      conversions: decided.filter(({ through }) => through !== 'none').length,
      click_through_conversions: decided.filter(({ through }) => through === 'click').length,
      unattributed_clicks: clicks.length - credited.length,
      unattributed_conversions: decided.filter(({ through }) => through === 'none').length,
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

/** Number and value of unattributed sales by reason. */
function reasonsOf(world: AttributionWorld, tracked: readonly SentSale[], windows: Windows) {
  const byReason = Map.groupBy(tracked, (sale) => decisionOf(world, sale, windows).reason)
  return UNATTRIBUTED_REASONS.flatMap((reason) => {
    const sales = byReason.get(reason)
    return sales ? [{ reason, conversions: sales.length, total_revenue: moneyText(moneyOf(sales), 'GBP') }] : []
  })
}

function placementOf(world: AttributionWorld, eventId: string): string | undefined {
  return world.exposures.find((exposure) => exposure.eventId === eventId)?.placementId
}

function moneyOf(sales: readonly SentSale[]): Money {
  return addMoney(sales.map(({ commission }) => BigInt(commission)))
}
