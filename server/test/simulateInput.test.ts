import { beforeAll, describe, expect, test } from 'vitest'
import { addDays, utcDate } from '../src/lib/clock.ts'
import { buildTestApp, type TestApp } from './support/app.ts'
import { createTestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'

// The simulator's answers to invalid deals: a code, never a 5xx.

const NOW = Date.now()
const TODAY = utcDate(NOW)
const [START, END] = [addDays(TODAY, 1), addDays(TODAY, 30)]
const DEAL = { budget: '5000', currency: 'GBP', requested_impressions: 9000, start_date: START, end_date: END }

let app: TestApp
let cookie: string

beforeAll(async () => {
  const database = await createTestDatabase({ rawDays: 2 })
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue, deps: { now: () => NOW } })
  cookie = await cookieOf(database, 'analyst')
})

function post(body: unknown) {
  return app.server.inject({
    method: 'POST',
    url: '/api/commercial/simulate',
    headers: { cookie, 'content-type': 'application/json' },
    payload: JSON.stringify(body),
  })
}

describe('input that cannot be', () => {
  test.each([
    ['a day that is over', { start_date: addDays(TODAY, -1) }, 422, 'deal_in_past'],
    ['today', { start_date: TODAY }, 422, 'deal_in_past'],
    ['another currency', { currency: 'USD' }, 422, 'currency_not_ours'],
    ['no currency', { currency: 'pounds' }, 400, 'invalid_request'],
    ['an end before the start', { end_date: TODAY }, 400, 'invalid_request'],
    ['an end far away', { end_date: addDays(TODAY, 401) }, 400, 'invalid_request'],
    ['no day', { end_date: '2026-02-30' }, 400, 'invalid_request'],
    ['nothing requested', { requested_impressions: 0 }, 400, 'invalid_request'],
    ['half an impression', { requested_impressions: 1.5 }, 400, 'invalid_request'],
    ['more than can be counted', { requested_impressions: 1e18 }, 400, 'invalid_request'],
    ['a negative budget', { budget: -1 }, 400, 'invalid_request'],
    ['a budget finer than the currency', { budget: '5000.001' }, 400, 'invalid_request'],
    ['a budget beyond counting', { budget: '1000000000000.01' }, 400, 'invalid_request'],
    ['a budget that is no number', { budget: '5,000' }, 400, 'invalid_request'],
    ['an unknown merchant', { merchant_id: "' or 1=1 --" }, 404, 'unknown_merchant'],
    ['a merchant of NUL', { merchant_id: '\u0000' }, 400, 'invalid_request'],
    ['an unknown placement', { placement_ids: ['nowhere'] }, 404, 'unknown_placement'],
    ['placements that are no list', { placement_ids: 'home' }, 400, 'invalid_request'],
  ])('%s', async (_, change, status, code) => {
    const response = await post({ ...DEAL, ...change })
    expect([response.statusCode, response.json().error.code], response.body).toEqual([status, code])
  })
  test('a body of another shape', async () => {
    for (const body of [null, [], 'x', 7, {}]) expect((await post(body)).statusCode).toBe(400)
  })
})
