import { CREDIT_MODELS } from '@bx/contracts/metrics/creditModels'
import { parseMoney } from '@bx/contracts/money'
import { expect } from 'vitest'
import { computeModel } from '../../src/attribution/computeModel.ts'
import type { Windows } from '../../src/attribution/creditClick.ts'
import type { Sql } from '../../src/db/client.ts'
import { ALL_MERCHANTS } from '../../src/facts/sumIds.ts'
import { readConversionPaths } from '../../src/query/conversionPaths.ts'
import { readMerchantBenchmark } from '../../src/query/merchantBenchmark.ts'
import type { Period } from '../../src/query/period.ts'
import { readPlacementScorecard } from '../../src/query/placementScorecard.ts'
import { ATTRIBUTION_MERCHANTS } from './attributionFacts.ts'
import type { AttributionWorld, SentSale } from './attributionWorld.ts'
import { decisionOf, touchesOf } from './naiveOutcomes.ts'

// Compares the lab and assisted sales of a range with counting the sales of the world by hand.

const CONTEXT = { today: new Date().toISOString().slice(0, 10), currency: 'GBP' }

/** All models except any touch distribute the same sales and commission, exactly. */
export async function expectSameSales(
  sql: Sql,
  world: AttributionWorld,
  windows: Windows,
  period: Period,
): Promise<void> {
  for (const merchantId of [undefined, ...ATTRIBUTION_MERCHANTS]) {
    const sales = salesOf(world, windows, merchantId).filter(({ day }) => day >= period.start && day <= period.end)
    const touched = sales.filter(({ touches }) => touches.length > 0)
    const { models } = (await readConversionPaths(sql, { merchantId }, period, CONTEXT)).data
    for (const model of CREDIT_MODELS) {
      expect(sum(models.rows, (row) => millionths(row.credits[model]))).toBe(touched.length * 1_000_000)
      expect(sum(models.rows, (row) => tenThousandths(row.commission[model]))).toBe(commissionOf(touched))
    }
    const rest = { conversions: sales.length - touched.length, money: commissionOf(sales) - commissionOf(touched) }
    expect(models.unattributed.conversions).toBe(rest.conversions)
    expect(tenThousandths(models.unattributed.total_revenue)).toBe(rest.money)
    expect(models.totals.conversions).toBe(sales.length)
    expect(tenThousandths(models.totals.total_revenue)).toBe(commissionOf(sales))
    for (const { placement_id: id, credits } of models.rows) {
      const here = (of: (sale: CountedSale) => string | undefined) => touched.filter((sale) => of(sale) === id).length
      expect(credits).toMatchObject({
        decisive_touch: here(
          ({ decisive, touches }) => touches.find(({ eventId }) => eventId === decisive)?.placementId,
        ),
        first_touch: here(({ touches }) => touches[0]?.placementId),
        any_touch: touched.filter(({ touches }) => touches.some(({ placementId }) => placementId === id)).length,
      })
      const linear = sum(touched, ({ touches }) => share(touches, id))
      expect(Math.abs(credits.linear - linear)).toBeLessThan(1e-6 * touched.length * 10)
    }
    await expectComputed(sql, 'shapley', merchantId ?? ALL_MERCHANTS, period, sales)
  }
}

/** Reads people in 256 slices, which takes as long as everything else. */
export async function expectMarkov(sql: Sql, world: AttributionWorld, windows: Windows, period: Period): Promise<void> {
  const sales = salesOf(world, windows).filter(({ day }) => day >= period.start && day <= period.end)
  await expectComputed(sql, 'markov', ALL_MERCHANTS, period, sales)
}

/** A data-driven model shares the same sales out. */
async function expectComputed(
  sql: Sql,
  model: 'markov' | 'shapley',
  merchantId: string,
  { start, end }: Period,
  sales: readonly CountedSale[],
) {
  const touched = sales.filter(({ touches }) => touches.length > 0)
  const result = await computeModel(sql, { model, merchantId, start, end }, () => {})
  expect(sum(result.rows, (row) => millionths(row.conversions))).toBe(touched.length * 1_000_000)
  expect(sum(result.rows, (row) => row.commission)).toBe(commissionOf(touched))
  expect(result.conversions).toBe(touched.length)
  expect(result.unattributed.conversions).toBe(sales.length - touched.length)
  expect(result.unattributed.commission).toBe(commissionOf(sales) - commissionOf(touched))
}

/** Sales with a touch on a day of the range: each once, however many days it was seen on. */
export async function expectAssisted(
  sql: Sql,
  world: AttributionWorld,
  windows: Windows,
  period: Period,
): Promise<void> {
  const within = (day: string) => day >= period.start && day <= period.end
  const sales = salesOf(world, windows)
  const assisted = (placementId?: string) =>
    sales.filter(({ touches }) =>
      touches.some((touch) => within(touch.day) && (placementId === undefined || touch.placementId === placementId)),
    )
  const { data } = await readPlacementScorecard(sql, period, { ...CONTEXT, model: 'linear' })
  const anyTouch = (await readPlacementScorecard(sql, period, { ...CONTEXT, model: 'any_touch' })).data
  for (const [i, row] of data.rows.entries()) {
    const here = assisted(row.placement_id)
    expect(row.assisted_conversions).toBe(here.length)
    expect(anyTouch.rows[i]).toMatchObject({ placement_id: row.placement_id, conversions: here.length })
    expect(tenThousandths(anyTouch.rows[i]!.total_revenue)).toBe(commissionOf(here))
  }
  expect(data.totals.assisted_conversions).toBe(assisted().length)
  expect(anyTouch.totals.conversions).toBe(assisted().length)
  expect(tenThousandths(anyTouch.totals.total_revenue)).toBe(commissionOf(assisted()))
  const [merchantId] = ATTRIBUTION_MERCHANTS as [string]
  const own = (await readMerchantBenchmark(sql, merchantId, period, { ...CONTEXT, model: 'any_touch' })).data
  expect(own.totals.conversions).toBe(assisted().filter((sale) => sale.merchantId === merchantId).length)
}

type CountedSale = ReturnType<typeof salesOf>[number]

function salesOf(world: AttributionWorld, windows: Windows, merchantId?: string) {
  return world.sales
    .filter(({ status }) => status === 'pending' || status === 'confirmed')
    .filter((sale) => merchantId === undefined || sale.merchantId === merchantId)
    .map((sale) => ({
      ...sale,
      day: world.dayOf(sale.at),
      decisive: decisionOf(world, sale, windows).decisive,
      touches: touchesOf(world, sale, windows),
    }))
}

function share(touches: CountedSale['touches'], placementId: string): number {
  return touches.filter((touch) => touch.placementId === placementId).length / touches.length
}

function sum<T>(rows: readonly T[], value: (row: T) => number): number {
  return rows.reduce((all, row) => all + value(row), 0)
}

function commissionOf(sales: readonly SentSale[]): number {
  return sum(sales, ({ commission }) => commission)
}

/** Of a figure that is exact in them. */
function millionths(conversions: number): number {
  const whole = Math.round(conversions * 1_000_000)
  expect(conversions).toBe(whole / 1_000_000)
  return whole
}

function tenThousandths(money: string): number {
  return Number(parseMoney(money))
}
