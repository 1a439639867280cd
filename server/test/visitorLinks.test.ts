import { randomBytes, randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { attribute } from '../src/attribution/attribute.ts'
import { reattribute } from '../src/attribution/reattribute.ts'
import { useVisitorLinks } from '../src/attribution/useVisitorLinks.ts'
import { pseudonymise } from '../src/lib/ids.ts'
import { forgetOld } from '../src/privacy/forgetOld.ts'
import { buildTestApp, makeDims, makeKey, send, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { tablesContaining } from './support/scan.ts'
import { emptyTables } from './support/tables.ts'

// A visitor who signs in is linked to a member, if the app sends it, and to at most one. With the setting on, exposures of the visitor
// count for the member's sales, in any order of arrival.

let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
let [browserKey, serverKey] = ['', '']
const NOW = Date.now()
const iso = (minutesAgo: number) => new Date(NOW - minutesAgo * 60_000).toISOString()

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  await makeDims(database)
  await database.owner`insert into merchant_dim (merchant_ref, merchant_name) values ('elsewhere', 'Elsewhere')`
  pipeline = openTestPipeline(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
  browserKey = await makeKey(database, 'browser')
  serverKey = await makeKey(database, 'server')
})

beforeEach(async () => {
  await emptyTables(database.owner)
  await database.owner`delete from settings where name = 'visitor_links'`
})

const pseudonymOf = (id: string) => pseudonymise(app.pepper, id)
const memberId = () => randomBytes(32).toString('hex')

async function settle(): Promise<void> {
  await pipeline.drain()
  for (let taken = 1; taken > 0; ) taken = (await attribute(database.app, new Date(0), () => {}))!.taken
}

/** What one person does; each step is a request of its own. */
function journey(visitor = randomUUID(), member = memberId()) {
  const view = wireExposure({ user_id: visitor, timestamp: iso(8) })
  const clicked = { click_id: randomUUID(), session_id: view.session_id, exposure_event_id: view.event_id }
  const link = { user_id: member, visitor_id: visitor, merchant_ref: 'elsewhere', timestamp: iso(6) }
  const sale = {
    ...{ conversion_id: randomUUID(), merchant_ref: 'acme', user_id: member, timestamp: iso(5) },
    ...{ order_amount: '10', commission_amount: '1', currency: 'GBP', status: 'pending' },
  }
  const post = (events: object[], path?: string) => async () => {
    const to = path ? { path, key: path.includes('conversion') ? serverKey : browserKey } : { key: browserKey }
    const { status, codes } = await send(app.server, { events }, to)
    expect({ status, codes }).toEqual({ status: 202, codes: {} })
  }
  const steps = {
    view: post([view]),
    click: post([{ ...clicked, merchant_ref: 'acme', user_id: visitor, timestamp: iso(7) }], '/api/click/batch'),
    link: post([wireExposure(link)]),
    sale: post([sale], '/api/conversion/batch'),
    on: () => useVisitorLinks(database.app, 'ada', true),
    off: () => useVisitorLinks(database.app, 'ada', false),
  }
  return { visitor, member, steps, eventId: view.event_id }
}

async function touches() {
  return database.owner<{ id: string; clicked: boolean; through: string }[]>`
    select exposure_event_id as id, clicked, through
    from attributed_conversions left join attribution_touches using (conversion_no)`
}

type Step = keyof ReturnType<typeof journey>['steps']

function ordersOf(steps: readonly Step[]): Step[][] {
  if (steps.length === 0) return [[]]
  return steps.flatMap((step, i) => ordersOf(steps.toSpliced(i, 1)).map((rest) => [step, ...rest]))
}

test.each(ordersOf(['view', 'link', 'sale', 'on']))(
  'what a visitor saw leads to the sale of the member: %s, %s, %s, %s',
  async (...order) => {
    const { steps, eventId } = journey()
    for (const step of order) {
      await steps[step]()
      await settle()
    }
    expect(await touches()).toEqual([{ id: eventId, clicked: false, through: 'view' }])
    await expectRebuilt()
    await steps.off()
    await settle()
    expect(await touches()).toEqual([{ id: null, clicked: null, through: null }])
    await expectRebuilt()
  },
)

test('a visitor’s click counts like the member’s, without the setting not at all', async () => {
  const { steps, eventId } = journey()
  for (const step of ['view', 'click', 'link', 'sale'] as const) await steps[step]()
  await settle()
  expect(await touches()).toEqual([{ id: null, clicked: null, through: null }])
  await steps.on()
  await settle()
  expect(await touches()).toEqual([{ id: eventId, clicked: true, through: 'click' }])
  await expectRebuilt()
})

test('a visitor is one member: the first stays, and others are counted, never used', async () => {
  const visitor = randomUUID()
  const [first, second] = [journey(visitor), journey(visitor)]
  await first.steps.link()
  await first.steps.link()
  await settle()
  for (const step of ['on', 'view', 'link', 'sale'] as const) {
    await second.steps[step]()
    await settle()
  }
  expect(await links()).toEqual([{ visitor: pseudonymOf(visitor), member: pseudonymOf(first.member), others: 1 }])
  expect(await touches()).toEqual([{ id: null, clicked: null, through: null }])
})

test('links are sent with a member’s events only, and only as a UUID', async () => {
  const [visitor, member] = [randomUUID(), memberId()]
  const events = [
    { user_id: visitor, visitor_id: randomUUID() },
    { user_id: member, visitor_id: memberId() },
    { user_id: member, visitor_id: null },
    { user_id: member, visitor_id: visitor.toUpperCase(), merchant_ref: 'nobody' },
  ].map(wireExposure)
  const { codes } = await send(app.server, { events }, { key: browserKey })
  expect(codes).toEqual({ 0: 'invalid_visitor_id', 1: 'invalid_visitor_id' })
  await settle()
  expect(await links()).toEqual([])
  expect(await tablesContaining(database.owner, [visitor, member, visitor.toUpperCase()])).toEqual([])
  const letters = await database.owner<{ body: string }[]>`
    select body from dead_letter_events where reason = 'unknown_merchant'`
  expect(letters.map(({ body }) => JSON.parse(body).visitor_id)).toEqual([pseudonymOf(visitor)])
})

test('links are forgotten after 60 days', async () => {
  await journey().steps.link()
  await settle()
  await database.owner`update visitor_links set linked_at = now() - interval '59 days'`
  await forgetOld(database.app)
  expect(await links()).toHaveLength(1)
  await database.owner`update visitor_links set linked_at = now() - interval '61 days'`
  await forgetOld(database.app)
  expect(await links()).toEqual([])
})

function links() {
  return database.owner`
    select visitor_id as visitor, member_id as member, others_sent as others from visitor_links`
}

async function expectRebuilt(): Promise<void> {
  const again = await reattribute(database.app, '2000-01-01', '2999-12-31')
  expect(again).toMatchObject({ clicksChanged: 0, conversionsChanged: 0 })
}
