import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp, makeDims, makeKey, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'

// Answers to invalid events: every fault at once, in words, and the ignored fields.

let database: TestDatabase
let app: TestApp
let key: string
let serverKey: string

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  await makeDims(database)
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue })
  key = await makeKey(database, 'browser')
  serverKey = await makeKey(database, 'server')
})

async function post(path: string, body: object, secret = key) {
  const response = await app.server.inject({
    method: 'POST',
    url: path,
    headers: { authorization: `Bearer ${secret}` },
    payload: body,
  })
  return { status: response.statusCode, body: response.json() }
}

async function messageOf(path: string, event: object, secret = key): Promise<string> {
  const { status, body } = await post(path, { events: [event] }, secret)
  expect(status).toBe(202)
  expect(body.accepted).toBe(0)
  return body.rejected[0].message
}

const sale = (fields: object = {}) => ({
  ...{ conversion_id: 'A-1', merchant_ref: 'acme', click_id: randomUUID(), timestamp: new Date().toISOString() },
  ...{ order_amount: 20, commission_amount: 1, currency: 'GBP', status: 'pending', ...fields },
})

describe('a refused event names all of its faults in words', () => {
  test('missing fields, in addition to other faults', async () => {
    const bad = {
      ...wireExposure({ rank_position: -1, viewable: 'yes' }),
      merchant_ref: undefined,
      session_id: undefined,
    }
    expect(await messageOf('/api/exposure/batch', bad)).toBe(
      'rank_position: expected >= 0; session_id is missing; viewable: expected true, false or null; merchant_id or merchant_ref is missing',
    )
  })

  test.each([
    [{ order_amount: undefined }, 'order_amount is missing'],
    [{ order_amount: null }, 'order_amount: expected an amount such as 12.34'],
    [{ conversion_id: 7 }, 'conversion_id: expected text, got a number'],
    [{ currency: ['EUR'] }, 'currency: expected text, got a list'],
    [{ click_id: null }, 'user_id or click_id is missing'],
    [{ status: 'paid' }, 'status: expected one of pending, confirmed, rejected, refunded'],
  ])('a sale with %j', async (fields, message) => {
    expect(await messageOf('/api/conversion/batch', sale(fields), serverKey)).toBe(message)
  })

  test('also those that only the rules of the installation find', async () => {
    const late = new Date(Date.now() + 3_600_000).toISOString()
    const bad = sale({ order_amount: undefined, currency: 'CHF', timestamp: late, commission_amount: 999_999_999_999 })
    const message = await messageOf('/api/conversion/batch', bad, serverKey)
    expect(message.split('; ')).toEqual([
      'order_amount is missing',
      expect.stringMatching(/^timestamp: 3\d{3} s ahead/),
      expect.stringMatching(/^currency: CHF, this installation reports in /),
      expect.stringMatching(/^commission_amount: 999999999999, this installation accepts up to /),
    ])
  })

  test.each([
    ['no event', 'event: expected an object, got text'],
    [null, 'event: expected an object, got null'],
    [{ context: { platform: 3 } }, 'context.platform: expected text, got a number'],
    [{ rank_position: 40_000 }, 'rank_position: expected at most 32767'],
    [{ queued: 'no' }, 'queued: expected true or false, got text'],
  ])('an exposure %j', async (fields, message) => {
    const event = typeof fields === 'object' && fields !== null ? wireExposure(fields) : (fields as never)
    expect(await messageOf('/api/exposure/batch', event)).toBe(message)
  })

  test('an empty object gets a bounded list', async () => {
    const message = await messageOf('/api/exposure/batch', {})
    expect(message).toMatch(/^event_id is missing; .*; and \d+ more$/)
    expect(message.split('; ')).toHaveLength(9)
  })
})

describe('a batch that holds nothing', () => {
  test.each([
    ['/api/exposure/batch', {}, 'missing: send events, renders or dropped'],
    ['/api/exposure/batch', { event: [] }, 'missing: send events, renders or dropped'],
    ['/api/click/batch', {}, 'missing: send events or dropped'],
    ['/api/conversion/batch', {}, 'missing: send events'],
  ])('%s %j is refused as a whole', async (path, body, message) => {
    const answer = await post(path, body, serverKey)
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } })
    expect(answer.body.error.details).toContainEqual({ field: 'events', message })
  })

  test('gets the name of the intended field', async () => {
    const { body } = await post('/api/exposure/batch', { event: [wireExposure()] })
    expect(body.error.details).toContainEqual({ field: 'event', message: 'unknown field; did you mean events?' })
  })

  test('may say only what was lost, or that there is nothing', async () => {
    for (const [path, body] of [
      ['/api/exposure/batch', { dropped: { stale: 1, overflow: 0 } }],
      ['/api/click/batch', { dropped: { stale: 1, overflow: 0 } }],
      ['/api/exposure/batch', { events: [] }],
    ] as const) {
      expect(await post(path, body)).toEqual({ status: 202, body: { accepted: 0, rejected: [] } })
    }
  })
})

describe('unknown fields', () => {
  test('are named with how many events have them, and never cost the event', async () => {
    const slip = { ...wireExposure({ context: { plattform: 'web', platform: 'web' } }), rank_postion: 3 }
    const events = [slip, { ...wireExposure(), 'rank-position': 1 }, wireExposure()]
    expect((await post('/api/exposure/batch', { events, note: 'x' })).body).toEqual({
      accepted: 3,
      rejected: [],
      ignored: [
        { field: 'note', events: 1 },
        { field: 'rank_postion', events: 1, did_you_mean: 'rank_position' },
        { field: 'context.plattform', events: 1, did_you_mean: 'platform' },
        { field: 'rank-position', events: 1, did_you_mean: 'rank_position' },
      ],
    })
  })

  test('are not named when they may be about a person, and at most 20 are', async () => {
    const fields = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`field_${i}`, i]))
    const { body } = await post('/api/exposure/batch', {
      events: [{ ...wireExposure(), 'ada@example.com': 1, ['x'.repeat(5000)]: 1, ...fields }],
    })
    expect(body.ignored).toHaveLength(20)
    expect(body.ignored.slice(0, 2)).toEqual([
      { field: '[name, 15 characters]', events: 1 },
      { field: '[name, 5000 characters]', events: 1 },
    ])
  })

  test('a contract’s own event has none', async () => {
    expect((await post('/api/exposure/batch', { events: [wireExposure()] })).body).toEqual({
      accepted: 1,
      rejected: [],
    })
  })
})
