import { roughly } from '@bx/contracts/currencies'
import { click } from '@bx/contracts/events/click'
import { conversion } from '@bx/contracts/events/conversion'
import { exposure } from '@bx/contracts/events/exposure'
import { render } from '@bx/contracts/events/render'
import { expect, test } from 'vitest'
import { createWorld } from './createWorld.ts'
import { midnight, START, smallWorld, wholeDay } from './testWorld.ts'

test('the same seed gives the same bytes, another seed none of them', () => {
  const bytes = (seed: number) => JSON.stringify([smallWorld({ seed }).placements, wholeDay(smallWorld({ seed }), 3)])
  expect(bytes(1)).toBe(bytes(1))
  const ids = (seed: number) => wholeDay(smallWorld({ seed }), 3).exposures.map(({ event_id }) => event_id)
  const first = new Set(ids(1))
  expect(ids(2).filter((id) => first.has(id))).toEqual([])
})

test('a day does not depend on earlier reads, parallel readers or batch size', () => {
  const world = smallWorld()
  const alone = wholeDay(world, 5)
  const reading = world.day(4)
  reading.next()
  expect(wholeDay(world, 5)).toEqual(alone)
  expect(JSON.stringify(reading.next().value)).toBe(JSON.stringify([...smallWorld().day(4)][1]))
  const inOneBatch = [...world.day(5, { batchSize: Number.POSITIVE_INFINITY })].filter(
    (batch) => batch.userAgent === null,
  )
  const people = [...world.day(5)].filter((batch) => batch.userAgent === null)
  expect(inOneBatch).toHaveLength(1)
  expect(people.flatMap((batch) => batch.exposures)).toEqual(inOneBatch[0]!.exposures)
})

test('without dirt every event fits its contract, and every id is used once', () => {
  const { exposures, renders, clicks, conversions } = wholeDay(smallWorld(), 6)
  for (const event of exposures) exposure.parse(event)
  for (const event of renders) render.parse(event)
  for (const event of clicks) click.parse(event)
  for (const event of conversions) conversion.parse(event)
  const ids = [
    ...exposures.map((e) => e.event_id),
    ...renders.map((e) => e.render_id),
    ...clicks.map((e) => e.click_id),
  ]
  expect(new Set(ids).size).toBe(ids.length)
  expect(Math.min(exposures.length, renders.length, clicks.length, conversions.length)).toBeGreaterThan(10)
})

test('clicks name their exposure, and exposures a render with enough slots', () => {
  const { exposures, renders, clicks, conversions } = wholeDay(smallWorld(), 6)
  const exposureById = new Map(exposures.map((event) => [event.event_id, event]))
  const renderById = new Map(renders.map((event) => [event.render_id, event]))
  const clickIds = new Set(clicks.map(({ click_id }) => click_id))
  for (const { exposure_event_id, merchant_id, timestamp } of clicks) {
    expect(exposureById.get(exposure_event_id)).toMatchObject({ merchant_id })
    expect(exposureById.get(exposure_event_id)!.timestamp < timestamp).toBe(true)
  }
  for (const { render_id, rank_position, session_id } of exposures) {
    expect(renderById.get(render_id)).toMatchObject({ session_id })
    expect(rank_position).toBeLessThan(renderById.get(render_id)!.slots_filled)
  }
  const named = conversions.flatMap(({ click_id }) => (click_id === null ? [] : [click_id]))
  expect(named.length).toBeGreaterThan(0)
  for (const click_id of named) expect(clickIds).toContain(click_id)
})

test('`until` excludes exactly what was not known yet', () => {
  const world = smallWorld()
  const until = midnight(2) + 14 * 3_600_000
  const cut = wholeDay(world, 2, { until })
  const end = new Date(until).toISOString()
  expect(cut.exposures).toEqual(wholeDay(world, 2).exposures.filter(({ timestamp }) => timestamp < end))
  for (const { status_at } of wholeDay(world, 0, { until }).conversions) expect(status_at < end).toBe(true)
  expect(wholeDay(world, 3, { until }).exposures).toEqual([])
})

test('a bench world has the requested dimensions, with unique names', () => {
  const options = { users: 500_000, merchants: 500, placements: 20, exposuresPerDay: 333_333 }
  const { placements, merchants } = createWorld({ seed: 1, start: START, days: 30, ...options })
  expect([placements.length, merchants.length]).toEqual([20, 500])
  for (const key of ['merchant_id', 'merchant_ref', 'merchant_name'] as const) {
    expect(new Set(merchants.map((merchant) => merchant[key])).size).toBe(500)
  }
  expect(new Set(placements.map(({ placement_key }) => placement_key)).size).toBe(20)
  expect(placements[0]).toMatchObject({ placement_key: 'home_earn_carousel', tier: 'high_value', max_slots: 8 })
})

test('errors about invalid options name the expected values', () => {
  expect(() => smallWorld({ start: 'soon' })).toThrow('expected a day such as 2026-10-24')
  expect(() => smallWorld({ placements: 21 })).toThrow('expected 1 to 20')
  expect(() => smallWorld({ merchants: 700 })).toThrow('at most 660')
})

test('generation speed, printed only', () => {
  const options = { users: 500_000, merchants: 500, placements: 20, exposuresPerDay: 333_333 }
  const world = createWorld({ seed: 1, start: START, days: 30, ...options })
  const startedAt = performance.now()
  const { exposures, renders, clicks } = wholeDay(world, 1)
  const seconds = (performance.now() - startedAt) / 1000
  const events = exposures.length + renders.length + clicks.length
  console.log(`world: ${Math.round(exposures.length / seconds)} exposures/s, ${Math.round(events / seconds)} events/s`)
  expect(exposures.length).toBeGreaterThan(200_000)
})

test.each([
  ['GBP', /^\d+\.\d\d$/],
  ['JPY', /^\d+$/],
  ['KWD', /^\d+\.\d{3}$/],
])('amounts in %s have its decimals, and about the same worth', (currency, form) => {
  const [given, pounds] = [currency, 'GBP'].map(
    (code) => wholeDay(smallWorld({ currency: code }), 20).conversions as { currency: string; order_amount: string }[],
  )
  expect(given!.length).toBe(pounds!.length)
  for (const [i, sale] of given!.entries()) {
    expect(sale).toMatchObject({ currency, order_amount: expect.stringMatching(form) })
    expect(Number(sale.order_amount) / Number(roughly(1, currency))).toBeCloseTo(Number(pounds![i]!.order_amount), 1)
  }
})
