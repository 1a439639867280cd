import { setTimeout as sleep } from 'node:timers/promises'
import { click } from '@bx/contracts/events/click'
import { conversion } from '@bx/contracts/events/conversion'
import { exposure } from '@bx/contracts/events/exposure'
import { render } from '@bx/contracts/events/render'
import { expect, test } from 'vitest'
import type { Delivery } from './deliveries.ts'
import { midnight, smallWorld, wholeDay } from './testWorld.ts'
import { newTruthRecord } from './truthRecord.ts'
import type { WireExposure } from './wire.ts'

const HOUR = 3_600_000
const CLEAN = {
  ...{ duplicates: 0, requestRetries: 0, offline: 0, wrongClocks: 0, unknownMerchants: 0, malformed: 0 },
  ...{ redirects: 0, echoes: 0, taps: 0, unknownClicks: 0, networkClocks: 0, signIns: 0 },
}

function exposuresOf(deliveries: Iterable<Delivery>): WireExposure[] {
  return [...deliveries].flatMap((sent) => (sent.endpoint === 'exposure' ? (sent.body.events as WireExposure[]) : []))
}

test('requests come in the order of time, inside the window, at most 50 events and 5 s of them', () => {
  const [from, to] = [midnight(9) + 8 * HOUR, midnight(9) + 20 * HOUR]
  const deliveries = [...smallWorld({ dirt: { bots: 0.3 } }).between(from, to)]
  const times = deliveries.map(({ at }) => at)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(times.at(0)).toBeGreaterThanOrEqual(from)
  expect(times.at(-1)).toBeLessThan(to)
  expect(new Set(deliveries.map(({ endpoint }) => endpoint))).toEqual(new Set(['exposure', 'click', 'conversion']))
  for (const { endpoint, body } of deliveries) {
    if (endpoint === 'exposure') expect(body.events.length + body.renders.length).toBeLessThanOrEqual(50)
  }
})

test('the windows do not change the requests, and sales from weeks ago are included', () => {
  const world = smallWorld()
  const at = (hour: number) => midnight(9) + hour * HOUR
  const whole = [...world.between(at(18), at(21))]
  const parts = [...world.between(at(18), at(19.4)), ...world.between(at(19.4), at(21))]
  expect(parts).toEqual(whole)
  const all = [...world.between(midnight(0), at(21))]
  expect(whole).toEqual(all.filter((sent) => sent.at >= at(18)))
})

test('without dirt, a day delivers exactly what day() holds', () => {
  const world = smallWorld({ dirt: CLEAN })
  const { exposures, renders, clicks, conversions } = wholeDay(world, 5)
  const sent = [...world.between(midnight(4), midnight(5 + 36), { lookbackMs: 0 })]
  const started = new Set(renders.map(({ session_id }) => session_id))
  const sold = new Set(conversions.map(({ conversion_id }) => conversion_id))
  const byId = (events: readonly object[]) => events.map((event) => JSON.stringify(event)).sort()
  const all = { exposure: [] as object[], render: [] as object[], click: [] as object[], conversion: [] as object[] }
  for (const { endpoint, body } of sent) {
    all[endpoint].push(...(body.events as object[]))
    if (endpoint === 'exposure') all.render.push(...body.renders)
  }
  const ofDay = (events: object[]) =>
    events.filter((event) => 'session_id' in event && started.has(String(event.session_id)))
  expect(byId(ofDay(all.exposure))).toEqual(byId(exposures))
  expect(byId(ofDay(all.render))).toEqual(byId(renders))
  expect(byId(ofDay(all.click))).toEqual(byId(clicks))
  const reports = all.conversion.filter((event) => 'conversion_id' in event && sold.has(String(event.conversion_id)))
  expect(byId(reports)).toEqual(byId(conversions))
})

test('dirt does not change the underlying events', () => {
  const world = smallWorld({ dirt: { offline: 0.1, duplicates: 0.1, unknownMerchants: 0.01, malformed: 0.01 } })
  const record = newTruthRecord()
  const sent = exposuresOf(world.between(midnight(0), midnight(3), { record }))
  const extra = new Set(record.unknownMerchants)
  const ids = new Set(sent.filter((event) => exposure.safeParse(event).success).map(({ event_id }) => event_id))
  const missing = wholeDay(smallWorld({ dirt: CLEAN }), 0).exposures.filter(({ event_id }) => !ids.has(event_id))
  expect(missing).toEqual([])
  expect(extra.size).toBeGreaterThan(0)
})

test('requests fit their contracts, except the malformed events', () => {
  const record = newTruthRecord()
  let malformed = 0
  for (const { endpoint, body } of smallWorld({ dirt: { malformed: 0.01 } }).between(midnight(0), midnight(1), {
    record,
  })) {
    if (endpoint === 'click') for (const event of body.events) click.parse(event)
    if (endpoint === 'conversion') for (const event of body.events) conversion.parse(event)
    if (endpoint !== 'exposure') continue
    for (const event of body.renders) render.parse(event)
    malformed += body.events.filter((event) => !exposure.safeParse(event).success).length
  }
  // Some are sent after the window, a few twice.
  expect(Math.abs(malformed - record.malformed)).toBeLessThan(5)
  expect(malformed).toBeGreaterThan(20)
})

test('more volume adds sessions and keeps the existing ones', () => {
  const world = smallWorld({ dirt: CLEAN })
  const [from, to] = [midnight(2), midnight(2) + 4 * HOUR]
  const ids = (factor: number) =>
    exposuresOf(world.between(from, to, { volume: () => factor })).map((event) => event.event_id)
  const [usual, more] = [ids(1), ids(5)]
  expect(more.length / usual.length).toBeGreaterThan(4)
  expect(more.length / usual.length).toBeLessThan(6)
  const kept = new Set(more)
  expect(usual.filter((id) => !kept.has(id))).toEqual([])
})

test('live yields requests at their time, and ends on abort', async () => {
  const from = midnight(3) + 20 * HOUR
  const world = smallWorld({ exposuresPerDay: 400_000 })
  const abort = new AbortController()
  const startedAt = performance.now()
  const early: Delivery[] = []
  setTimeout(() => abort.abort(), 400)
  for await (const delivery of world.live({ from, speed: 10, signal: abort.signal, lookbackMs: HOUR })) {
    if ((delivery.at - from) / 10 > performance.now() - startedAt + 5) early.push(delivery)
    await sleep(0)
  }
  expect(early).toEqual([])
  expect(performance.now() - startedAt).toBeLessThan(3000)
})
