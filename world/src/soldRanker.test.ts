import { expect, test } from 'vitest'
import { createWorld } from './createWorld.ts'
import type { WireExposure } from './wire.ts'

const START = Date.parse('2026-11-02T00:00:00Z')
const HOUR = 3_600_000
const world = createWorld({ seed: 7, start: '2026-11-02', days: 3, exposuresPerDay: 20_000 })

test('from an instant on, a ranking service decides which slots are sold; before that nothing changes', () => {
  const [placement, merchant] = [world.placements[0]!, world.merchants[40]!]
  const from = START + 18 * HOUR
  const fill = (placementId: string, organic: readonly string[]) =>
    placementId !== placement.placement_id || organic.includes(merchant.merchant_id)
      ? organic.map((merchant_id) => ({ merchant_id }))
      : [
          { merchant_id: merchant.merchant_id, package_id: 'p1' },
          ...organic.slice(1).map((merchant_id) => ({ merchant_id })),
        ]
  const exposures = (sold?: { from: number; fill: typeof fill }) =>
    [...world.between(START + 16 * HOUR, START + 20 * HOUR, { lookbackMs: HOUR, sold })]
      .flatMap(({ endpoint, body }) => (endpoint === 'exposure' ? (body.events as WireExposure[]) : []))
      .filter((one) => typeof one.timestamp === 'string')
  const [organic, sold] = [exposures(), exposures({ from, fill })]
  const before = (all: readonly WireExposure[]) => all.filter(({ timestamp }) => Date.parse(timestamp) < from - HOUR)
  expect(before(sold)).toEqual(before(organic))
  const stamped = sold.filter(({ package_id }) => package_id === 'p1')
  expect(stamped.length).toBeGreaterThan(50)
  for (const one of stamped) {
    expect(one).toMatchObject({
      merchant_id: merchant.merchant_id,
      placement_id: placement.placement_id,
      rank_position: 0,
    })
    expect(Date.parse(one.timestamp)).toBeGreaterThan(from - 1)
  }
  expect(organic.some(({ package_id }) => package_id !== undefined)).toBe(false)
})
