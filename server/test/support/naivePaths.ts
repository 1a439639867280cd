import { CREDIT_MODELS } from '@bx/contracts/metrics/creditModels'
import { parseMoney } from '@bx/contracts/money'
import { expect } from 'vitest'
import type { Windows } from '../../src/attribution/creditClick.ts'
import type { Sql } from '../../src/db/client.ts'
import { type PathQuestion, readConversionPaths } from '../../src/query/conversionPaths.ts'
import type { Period } from '../../src/query/period.ts'
import { ATTRIBUTION_MERCHANTS, ATTRIBUTION_PLACEMENTS } from './attributionFacts.ts'
import type { AttributionWorld, SentSale } from './attributionWorld.ts'
import { decisionOf, touchesOf } from './naiveOutcomes.ts'

// Compares the paths' answers about a world with a walk through the touches of each sale: for all sales, and by merchant and
// placement.

const CONTEXT = { today: new Date().toISOString().slice(0, 10), currency: 'GBP' }

interface Walked {
  readonly sale: SentSale
  /** All of them, in order of time. */
  readonly touches: ReturnType<typeof touchesOf>
  readonly lagSeconds: number | null
}

export async function expectPathAnswers(
  sql: Sql,
  world: AttributionWorld,
  windows: Windows,
  period: Period,
): Promise<void> {
  const walked = world.sales
    .filter(({ status }) => status === 'pending' || status === 'confirmed')
    .map((sale) => walk(world, sale, windows))
  const questions = [
    {},
    ...ATTRIBUTION_PLACEMENTS.map((placementId) => ({ placementId })),
    { merchantId: ATTRIBUTION_MERCHANTS[0], placementId: ATTRIBUTION_PLACEMENTS[0] },
  ]
  for (const question of questions) {
    const { merchantId, placementId }: PathQuestion = question
    const asked = walked.filter(
      ({ sale, touches }) =>
        (merchantId === undefined || sale.merchantId === merchantId) &&
        (placementId === undefined || touches.some((touch) => touch.placementId === placementId)),
    )
    const { data } = await readConversionPaths(sql, question, period, CONTEXT)
    expectPaths(data, asked)
    if (placementId !== undefined) expectModels(data.models, asked)
  }
}

function walk(world: AttributionWorld, sale: SentSale, windows: Windows): Walked {
  const touches = touchesOf(world, sale, windows)
  const { decisive } = decisionOf(world, sale, windows)
  const exposure = world.exposures.find(({ eventId }) => eventId === decisive)
  return { sale, touches, lagSeconds: exposure ? Math.max(0, (sale.at - exposure.at) / 1000) : null }
}

function expectPaths(data: Awaited<ReturnType<typeof readConversionPaths>>['data'], walked: readonly Walked[]): void {
  const reached = walked.filter((one) => one.touches.length > 0)
  const touchCount = sum(reached.map((one) => one.touches.length))
  expect(data.totals).toMatchObject({
    conversions: walked.length,
    with_touch: reached.length,
    touches: touchCount,
    one_touch: reached.filter((one) => stepsOf(one).length === 1).length,
  })
  expect(Number(parseMoney(data.totals.total_revenue))).toBe(sum(walked.map(({ sale }) => sale.commission)))
  expect(data.totals.touches_per_sale ?? 0).toBeCloseTo(reached.length === 0 ? 0 : touchCount / reached.length, 1)
  expect(data.paths.reduce((all, row) => all + row.conversions, 0) + data.other_paths.conversions).toBe(reached.length)
  for (const row of data.paths) {
    const same = reached.filter((one) => nameOf(one) === `${row.path} ${row.left_out}`)
    expect(row.conversions).toBe(same.length)
    expect(row.clipped).toBe(same.some((one) => stepsOf(one).length > 5))
  }
  const arrived = data.flow.filter(({ to }) => to === 'sale').reduce((all, { conversions }) => all + conversions, 0)
  expect(arrived).toBe(reached.length)
  expectTouches(data.touches, reached)
  expectLags(data, reached)
}

function expectTouches(
  rows: Awaited<ReturnType<typeof readConversionPaths>>['data']['touches'],
  reached: readonly Walked[],
): void {
  const seen = new Set(reached.flatMap((one) => one.touches.map(({ placementId }) => placementId)))
  expect(new Set(rows.map((row) => row.placement_id))).toEqual(seen)
  for (const row of rows) {
    const here = (touch: { placementId: string } | undefined) => touch?.placementId === row.placement_id
    const all = reached.flatMap((one) => one.touches.filter(here).map((touch) => one.sale.at - touch.at))
    expect(row).toMatchObject({
      times_in_path: all.length,
      first_touch_count: reached.filter((one) => here(one.touches[0])).length,
      last_seen_count: reached.filter((one) => here(one.touches.at(-1))).length,
    })
    expect(row.avg_hours_to_conversion).toBeCloseTo(sum(all) / all.length / 3_600_000, 1)
  }
}

/** Models that share a sale out give away all of the sales with a touch; any touch gives each placement its sales. */
function expectModels(
  { rows }: Awaited<ReturnType<typeof readConversionPaths>>['data']['models'],
  walked: readonly Walked[],
): void {
  for (const model of CREDIT_MODELS)
    expect(sum(rows.map(({ credits }) => Math.round(credits[model] * 1_000_000)))).toBe(walked.length * 1_000_000)
  for (const { placement_id: id, credits } of rows) {
    const here = walked.filter(({ touches }) => touches.some(({ placementId }) => placementId === id))
    expect(credits.any_touch).toBe(here.length)
    const first = walked.filter(({ touches }) => touches[0]?.placementId === id)
    expect(credits.first_touch).toBe(first.length)
  }
}

function expectLags(
  { totals, histogram }: Awaited<ReturnType<typeof readConversionPaths>>['data'],
  reached: readonly Walked[],
): void {
  const lags = reached.map((one) => one.lagSeconds!).sort((a, b) => a - b)
  for (const { from_hours, to_hours, conversions } of histogram)
    expect(conversions).toBe(lags.filter((lag) => lag >= from_hours * 3600 && lag < to_hours * 3600).length)
  expect(histogram.reduce((all, bin) => all + bin.conversions, 0)).toBe(lags.length)
  if (lags.length === 0) {
    expect(totals.median_hours).toBeNull()
    return
  }
  const median = (lags[Math.floor((lags.length - 1) / 2)]! + lags[Math.floor(lags.length / 2)]!) / 2 / 3600
  const within = (median * totals.median_within_pct!) / 100 + 0.0001
  expect(Math.abs(totals.median_hours! - median)).toBeLessThanOrEqual(within)
}

function stepsOf({ touches }: Walked): string[] {
  return touches.map(({ placementId }) => placementId).filter((id, i, all) => i === 0 || id !== all[i - 1])
}

/** The last five steps, and the placements of the others that are not among them. */
function nameOf(one: Walked): string {
  const steps = stepsOf(one)
  const last = steps.slice(Math.max(0, steps.length - 5))
  return `${last} ${[...new Set(steps)].filter((id) => !last.includes(id)).sort()}`
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
