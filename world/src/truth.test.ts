import { beforeAll, expect, test } from 'vitest'
import { smallWorld } from './testWorld.ts'
import { newTruthRecord } from './truthRecord.ts'

// Counts one larger world, and looks for the planted values in it.

const DAYS = 12
const world = smallWorld({ days: DAYS, exposuresPerDay: 100_000, users: 20_000, organicPerSession: 0.02 })
const record = newTruthRecord()
const seen = new Map(
  world.placements.map(({ placement_id }) => [placement_id, { exposures: 0, unclicked: 0, clicks: 0 }]),
)
const lastReports = new Map<string, { sale: number; status: string }>()
const clickTimes = new Map<string, number>()
const lagHours: number[] = []

beforeAll(() => {
  for (let day = 0; day < DAYS; day++) {
    for (const batch of world.day(day, { record })) {
      if (batch.userAgent !== null) continue
      for (const { placement_id, viewable } of batch.exposures) {
        const counts = seen.get(placement_id)!
        counts.exposures++
        if (viewable !== false) counts.unclicked++
      }
      for (const { placement_id, click_id, timestamp } of batch.clicks) {
        seen.get(placement_id)!.clicks++
        seen.get(placement_id)!.unclicked--
        clickTimes.set(click_id, Date.parse(timestamp))
      }
      for (const { conversion_id, click_id, timestamp, status } of batch.conversions) {
        if (click_id !== null && status === 'pending')
          lagHours.push((Date.parse(timestamp) - clickTimes.get(click_id)!) / 3.6e6)
        lastReports.set(conversion_id, { sale: Date.parse(timestamp), status })
      }
    }
  }
})

/** `hits` of `tries` matches `rate` within 4 standard deviations, plus 2 % for calibration. */
function expectRate(hits: number, tries: number, rate: number, what: string): void {
  const tolerance = 4 * Math.sqrt((rate * (1 - rate)) / tries) + 0.02 * rate
  expect(Math.abs(hits / tries - rate), `${what}: ${hits} / ${tries}, planted ${rate}`).toBeLessThan(tolerance)
}

function sales(cause: string, placementId: string | null): number {
  return [...record.causes.values()].filter((sale) => sale.cause === cause && sale.placementId === placementId).length
}

test('every placement has its planted CTR', () => {
  for (const [id, { exposures, clicks }] of seen) expectRate(clicks, exposures, world.truth.ctr.get(id)!, `ctr ${id}`)
})

test('every placement has its planted CVR per click', () => {
  for (const [id, { clicks }] of seen)
    expectRate(sales('click', id), clicks, world.truth.cvrPerClick.get(id)!, `cvr ${id}`)
})

test('views without a click sell only where this is planted', () => {
  for (const [id, { unclicked }] of seen) {
    const uplift = world.truth.viewThroughUplift.get(id)
    if (uplift === undefined) expect(sales('view', id)).toBe(0)
    else expectRate(sales('view', id), unclicked, uplift, `uplift ${id}`)
  }
})

test('half of the sales happen within the planted lag, all within 7 days', () => {
  lagHours.sort((a, b) => a - b)
  expect(lagHours.length).toBeGreaterThan(1000)
  const median = lagHours[Math.floor(lagHours.length / 2)]!
  expect(Math.abs(median / world.truth.lagMedianHours - 1)).toBeLessThan(0.15)
  expect(lagHours.at(-1)).toBeLessThanOrEqual(7 * 24)
})

test('sales end as planted', () => {
  const ends = [...lastReports.values()]
  for (const [fate, share] of Object.entries(world.truth.saleFates)) {
    expectRate(ends.filter(({ status }) => status === fate).length, ends.length, share, fate)
  }
})
