import { click } from '@bx/contracts/events/click'
import { exposure } from '@bx/contracts/events/exposure'
import { beforeAll, expect, test } from 'vitest'
import { BOT_BURST } from './bots.ts'
import type { Delivery } from './deliveries.ts'
import { USUAL_DIRT } from './dirtRates.ts'
import { midnight, smallWorld, wholeDay } from './testWorld.ts'
import { newTruthRecord } from './truthRecord.ts'
import type { WireExposure } from './wire.ts'

const world = smallWorld({ exposuresPerDay: 60_000, users: 10_000 })
const record = newTruthRecord()
const clean = { clicks: 0, exposures: 0, botExposures: 0, sessions: 0 }
let deliveries: Delivery[] = []
const bots = new Map(world.truth.bots.map((bot) => [bot.userId, bot]))

beforeAll(() => {
  const { exposures, renders, clicks } = wholeDay(world, 0)
  clean.clicks = clicks.length
  clean.exposures = exposures.length
  clean.botExposures = exposures.filter(({ user_id }) => bots.has(user_id)).length
  clean.sessions = new Set(renders.map(({ session_id }) => session_id)).size
  deliveries = [...world.between(midnight(0), midnight(1) + 86_400_000, { record })]
}, 60_000)

/** Two days were delivered; `day` counted one of them. */
function expectShare(found: number, of: number, rate: number): void {
  const expected = 2 * of * rate
  expect(Math.abs(found - expected), `${found}, expected about ${expected}`).toBeLessThan(
    5 * Math.sqrt(expected) + 0.1 * expected,
  )
}

test('bots send their share of exposures, in bursts, with or without a bot user agent', () => {
  expect(Math.abs(clean.botExposures / clean.exposures - USUAL_DIRT.bots)).toBeLessThan(0.012)
  const bursts = [...world.day(0)].filter((batch) => batch.userAgent !== null)
  for (const { userAgent, exposures } of bursts) {
    expect(exposures).toHaveLength(BOT_BURST)
    expect(new Set(exposures.map(({ session_id }) => session_id)).size).toBe(1)
    const { declared } = bots.get(exposures[0]!.user_id)!
    expect(/bot\b/i.test(userAgent!)).toBe(declared)
    const seconds = (Date.parse(exposures.at(-1)!.timestamp) - Date.parse(exposures[0]!.timestamp)) / 1000
    expect(seconds).toBeLessThan(60)
  }
})

test('duplicates, unknown merchants and malformed events have their rates and are recorded', () => {
  expectShare(record.duplicates.length, clean.exposures, USUAL_DIRT.duplicates)
  expectShare(record.unknownMerchants.length, clean.exposures, USUAL_DIRT.unknownMerchants)
  expectShare(record.malformed, clean.exposures, USUAL_DIRT.malformed)
  const known = new Set(world.merchants.map(({ merchant_id }) => merchant_id))
  const sent = deliveries.flatMap((sent) => (sent.endpoint === 'exposure' ? (sent.body.events as WireExposure[]) : []))
  const unknown = sent.filter((event) => exposure.safeParse(event).success && !known.has(event.merchant_id))
  const recorded = new Set(record.unknownMerchants)
  for (const { event_id } of unknown) expect(recorded).toContain(event_id)
})

test('a duplicate is the same event in a later request', () => {
  const times = new Map<string, number[]>()
  for (const { endpoint, at, body } of deliveries) {
    if (endpoint !== 'exposure') continue
    for (const event of body.events as WireExposure[])
      times.set(event.event_id, [...(times.get(event.event_id) ?? []), at])
  }
  const copies = record.duplicates.map((id) => times.get(id) ?? [])
  expect(copies.filter((at) => at.length < 2).length).toBeLessThan(0.05 * copies.length) // sent after the window
  for (const [first, second] of copies.filter((at) => at.length > 1)) expect(second).toBeGreaterThan(first!)
})

test('requests are retried whole, offline phones deliver hours late, clocks are wrong, each at its rate', () => {
  expectShare(record.retriedRequests, deliveries.length / 2, USUAL_DIRT.requestRetries)
  expectShare(record.offlineSessions.length, clean.sessions, USUAL_DIRT.offline)
  expectShare(record.wrongClocks.size, clean.sessions, USUAL_DIRT.wrongClocks)
  const offline = new Set(record.offlineSessions)
  let offlineClicks = 0
  for (const { at, endpoint, body } of deliveries) {
    if (endpoint !== 'click') continue
    for (const { session_id, timestamp, queued } of body.events.filter((click) => 'exposure_event_id' in click)) {
      const lateMs = at - Date.parse(timestamp)
      if (record.wrongClocks.has(session_id)) continue
      expect(queued, `${lateMs} ms late`).toBe(lateMs > 3_600_000)
      if (!offline.has(session_id)) continue
      offlineClicks++
      expect(lateMs).toBeLessThan(24 * 3_600_000)
    }
  }
  expect(offlineClicks).toBeGreaterThan(0)
})

test('redirects, repeated clicks, unknown clicks, slow networks and sign-ins have their rates', () => {
  expectShare(record.redirects.length, clean.clicks, USUAL_DIRT.redirects)
  expectShare(record.echoes.length, clean.clicks, USUAL_DIRT.echoes)
  expectShare(record.taps.length, clean.clicks, USUAL_DIRT.taps)
  expectShare(record.signIns.length, clean.sessions, USUAL_DIRT.signIns)
  const [ids, named] = [new Set<string>(), new Set<string>()]
  for (const { endpoint, body } of deliveries) {
    if (endpoint === 'click') for (const event of body.events) ids.add(click.parse(event).click_id)
    if (endpoint === 'conversion') for (const event of body.events) if (event.click_id) named.add(event.click_id)
  }
  for (const id of record.echoes) expect(named, 'the sale names the id of the redirect').not.toContain(id)
  expect(record.redirects.filter((id) => !ids.has(id)).length).toBeLessThan(0.05 * record.redirects.length)
})

test('day() adds dirt only on request, and the rest stays the same', () => {
  const asked = newTruthRecord()
  const dirty = wholeDay(world, 0, { dirt: true, record: asked })
  const extra = asked.duplicates.length + asked.unknownMerchants.length
  expect(dirty.exposures).toHaveLength(clean.exposures + extra)
  expect(dirty.malformed).toHaveLength(asked.malformed)
  expect(wholeDay(world, 0).malformed).toEqual([])
})

test('a world without dirt has no bots', () => {
  const spotless = smallWorld({ dirt: { bots: 0 } })
  expect([...spotless.day(0)].filter((batch) => batch.userAgent !== null)).toEqual([])
})
