import { randomUUID } from 'node:crypto'
import { exposure } from '@bx/contracts/events/exposure'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { buildTestApp, makeDims, makeKey, send, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { expectProperty } from './support/property.ts'
import { tablesContaining } from './support/scan.ts'
import { cookieOf } from './support/staff.ts'

// E-mail addresses, phone and card numbers in events are never stored or returned. Exempt are plain digits in identifiers and
// amounts, where a sender's own numbers belong.

const RUNS = process.env.TEST_PROFILE === 'long' ? 5000 : 200
const E_MAILS = ['planted.eve@shop.example', 'Planted+Tag@mail.example.co.uk']
const CARDS = ['4539148803436467', '4539 1488 0343 6467', '5555-5555-5555-4444', '378282246310005']
const FORMATTED_PHONES = ['+44 7700 900123', '+447700900456', '(020) 7946 0018', '07700 900 789', '(555) 123-4567']
const BARE_PHONES = ['07700900321', '00447700900654']
const PLANTED = [...E_MAILS, ...CARDS, ...FORMATTED_PHONES, ...BARE_PHONES]

let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
let key: string
const answers: string[] = []

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 1 })
  pipeline = openTestPipeline(database)
  await makeDims(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
  key = await makeKey(database, 'server')
})

const OWN_NUMBERS = ['conversion_id', 'order_amount', 'commission_amount', 'placement_key', 'merchant_ref']
OWN_NUMBERS.push('merchant_id', 'placement_id')
const now = () => new Date().toISOString()
const KINDS = {
  exposures: { path: '/api/exposure/batch', list: 'events', event: wireExposure },
  renders: {
    ...{ path: '/api/exposure/batch', list: 'renders' },
    event: () => ({
      ...{ render_id: randomUUID(), placement_key: 'home', session_id: randomUUID(), timestamp: now() },
      ...{ slots_available: 4, slots_filled: 2 },
    }),
  },
  clicks: {
    ...{ path: '/api/click/batch', list: 'events' },
    event: () => ({
      ...{ click_id: randomUUID(), merchant_ref: 'acme', placement_key: 'home', user_id: randomUUID() },
      ...{ session_id: randomUUID(), timestamp: now() },
    }),
  },
  conversions: {
    ...{ path: '/api/conversion/batch', list: 'events' },
    event: () => ({
      ...{ conversion_id: randomUUID(), merchant_ref: 'acme', user_id: randomUUID(), timestamp: now() },
      ...{ order_amount: '10.00', commission_amount: '1.00', currency: 'GBP', status: 'pending' },
    }),
  },
} as const
const FIELDS = [
  ...new Set([
    ...Object.values(KINDS).flatMap(({ event }) => Object.keys(event())),
    ...Object.keys(exposure.shape),
    ...['exposure_event_id', 'status_at'],
  ]),
]
const CONTEXT = ['platform', 'sdk_version', 'market', 'category', 'arm', 'consent']

/** What is planted, with text round it or as it is; as a name, a value, or somewhere inside one. */
const plant = fc.record({
  text: fc.constantFrom(...PLANTED),
  around: fc.constantFrom<readonly string[]>(
    ['', ''],
    ['call ', ' today'],
    ['x', 'y'],
    ['<', '>'],
    ['é', '\u0000'],
    ['\ud800', ''],
  ),
  field: fc.constantFrom(...FIELDS),
  way: fc.constantFrom(
    'value',
    'number',
    'name',
    'list',
    'object',
    'context',
    'name in context',
    'whole event',
    'body',
  ),
  at: fc.constantFrom(...CONTEXT),
})
const PLAIN = { around: ['', ''], way: 'value', at: 'market' } as const
type Plant = typeof plant extends fc.Arbitrary<infer T> ? T : never

function planted(event: Record<string, unknown>, { text, around, field, way, at }: Plant): unknown {
  const isOwnNumber = OWN_NUMBERS.includes(field) && (BARE_PHONES.includes(text) || way === 'number')
  const name = isOwnNumber ? 'algorithm_version' : field
  const whole = `${around[0]}${text}${around[1]}`
  switch (way) {
    case 'value':
    case 'body':
      return { ...event, [name]: whole }
    case 'number':
      return { ...event, [name]: Number(text.replace(/\D/g, '')) || whole }
    case 'name':
      return { ...event, [whole]: true, user_id: null, session_id: 'none' }
    case 'list':
      return { ...event, [name]: [whole, { [whole]: [text] }] }
    case 'object':
      return { ...event, [name]: { [whole]: { deep: [text] } } }
    case 'context':
      return { ...event, context: { [at]: whole, platform: 'web' } }
    case 'name in context':
      return { ...event, context: { [whole]: 'x', [at]: { [text]: text } }, is_clickable: 'no' }
    case 'whole event':
      return whole
  }
}

test('what is planted in any field of any event is in no table, log line or answer', async () => {
  for (const { path, list, event } of Object.values(KINDS)) {
    const plants = FIELDS.flatMap((field) => PLANTED.map((text) => ({ ...PLAIN, field, text })))
    const events = plants.map((one) => planted({ ...event() }, one))
    for (let i = 0; i < events.length; i += 500) {
      const receipt = await send(app.server, { events: [], [list]: events.slice(i, i + 500) }, { key, path })
      expect(receipt.status, receipt.text).toBe(202)
      answers.push(receipt.text)
    }
  }
  await settle()
  await expectNoneOf(PLANTED)
})

test('what is planted anywhere else in events is in no table, log line or answer', async () => {
  const kind = fc.constantFrom(...(Object.keys(KINDS) as (keyof typeof KINDS)[]))
  const batch = fc.tuple(kind, fc.array(plant, { minLength: 1, maxLength: 5 }))
  await expectProperty(
    fc.asyncProperty(batch, async ([name, plants]) => {
      const { path, list, event } = KINDS[name]
      const events = plants.map((one) => planted({ ...event() }, one))
      const beside = plants.some(({ way }) => way === 'body') ? { [plants[0]!.text]: 1, sent_at: plants[0]!.text } : {}
      const receipt = await send(app.server, { [list]: events, events, ...beside }, { key, path })
      expect(receipt.status, receipt.text).toBeLessThan(500)
      answers.push(receipt.text)
    }),
    RUNS,
  )
  await settle()
  const letters = await database.owner`select count(*) as n from dead_letter_events`
  expect(letters[0]!.n).toBeGreaterThan(RUNS)
  await expectNoneOf(PLANTED)
}, 600_000)

test('what is planted in a key, an origin or an address is in no table, log line or answer', async () => {
  const batch = { events: [wireExposure()] }
  const own = await makeKey(database, 'browser', ['https://shop.example.com'])
  for (const text of [...E_MAILS, ...CARDS, ...FORMATTED_PHONES]) {
    const path = `/api/exposure/batch?who=${encodeURIComponent(text)}`
    for (const sending of [{ key: text.replaceAll(' ', '') }, { key: own, headers: { origin: `https://${text}` } }])
      answers.push((await send(app.server, batch, { path, ...sending })).text)
    answers.push((await send(app.server, { ...batch, write_key: text })).text)
    answers.push((await app.server.inject(`/api/${encodeURIComponent(text)}`)).body)
  }
  await settle()
  await expectNoneOf([...E_MAILS, ...CARDS, ...FORMATTED_PHONES])
})

/** Processes what waits and writes what was seen, as the worker does. */
async function settle(): Promise<void> {
  await pipeline.drain()
  await pipeline.process.live.write(database.app, Date.now() + 60_000)
}

async function expectNoneOf(needles: readonly string[]): Promise<void> {
  const cookie = await cookieOf(database, 'admin')
  const [{ keyId }] = (await database.owner`select key_id as "keyId" from write_keys limit 1`) as [{ keyId: string }]
  for (const url of ['/api/ops/dead-letters?limit=500', `/api/ops/live?key_id=${keyId}`, '/api/ops/status'])
    answers.push((await app.server.inject({ url, headers: { cookie } })).body)
  const texts = [...answers, ...app.log].map((text) => text.toLowerCase())
  const leaked = needles.filter((needle) => texts.some((text) => text.includes(needle.toLowerCase())))
  expect(leaked).toEqual([])
  expect(await tablesContaining(database.owner, needles)).toEqual([])
}
