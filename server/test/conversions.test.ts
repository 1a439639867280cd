import { randomUUID } from 'node:crypto'
import type { Conversion } from '@bx/contracts/events/conversion'
import { CONVERSION_STATUSES } from '@bx/contracts/events/values'
import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { attribute } from '../src/attribution/attribute.ts'
import { uuidv7 } from '../src/lib/ids.ts'
import { processBatch } from '../src/process/processBatch.ts'
import type { Batch, Envelope } from '../src/queue/queue.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, pseudonymOf, type TestPipeline } from './support/pipeline.ts'
import { expectProperty } from './support/property.ts'
import { emptyTables } from './support/tables.ts'

// A sale and its later statuses: reports in any order, repeated, and over several workers.

const RUNS = process.env.TEST_PROFILE === 'long' ? 2000 : 80
const [USER, CLICK] = [pseudonymOf(), uuidv7()]
const MERCHANTS = [randomUUID(), randomUUID()].sort()
const [MINUTE, DAY] = [60_000, 86_400_000]
const SOLD_AT = Date.parse('2026-05-01T12:00:00Z')
let database: TestDatabase
let pipeline: TestPipeline
let other: TestPipeline

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 0 })
  pipeline = openTestPipeline(database)
  other = openTestPipeline(database)
  for (const id of MERCHANTS)
    await database.owner`insert into merchant_dim (merchant_id, merchant_name) values (${id}, ${id})`
})

beforeEach(() => emptyTables(database.owner))

interface Report {
  readonly merchant: number
  readonly sale: number
  readonly status: number
  /** Day of status_at; null: not in the report. */
  readonly day: number | null
  readonly cents: number
  /** Minutes from the sale to the receipt. */
  readonly received: number
}

/** Sale, status, day and cents determine the report, so that two equal reports are the same. */
function conversion({ merchant, sale, status, day, cents }: Report): Conversion {
  return {
    conversion_id: `sale-${sale}`,
    merchant_id: MERCHANTS[merchant]!,
    timestamp: SOLD_AT,
    order_amount: `${100 + cents}.${status}`,
    commission_amount: `${cents}.05`,
    currency: 'GBP',
    status: CONVERSION_STATUSES[status]!,
    ...(day === null ? {} : { status_at: SOLD_AT + day * DAY }),
    ...(((day ?? 0) + status) % 2 === 0 ? { user_id: USER } : { click_id: CLICK }),
  }
}

function sent(report: Report): Partial<Envelope> {
  const receivedAt = SOLD_AT + report.received * MINUTE
  return { keyKind: 'server', keyId: `key-${report.status}`, receivedAt, conversions: [conversion(report)] }
}

const ONE = { merchant: 0, sale: 0, cents: 5, received: 1 }
const isEqual = (a: Report, b: Report) => contentOf(a) === contentOf(b)
const contentOf = ({ merchant, sale, status, day, cents }: Report) => [merchant, sale, status, day, cents].join(' ')

/** The expected final state of the sale: the greatest of all its reports. */
function final(reports: readonly Report[]) {
  const first = Math.min(...reports.map(({ received }) => received))
  const ranked = reports.map((one) => {
    const asOf = one.day !== null ? one.day * 1440 : one.received === first ? 0 : one.received
    const copies = one.day === null ? [one] : reports.filter((other) => isEqual(one, other))
    return { one, rank: [asOf, one.status, Math.min(...copies.map(({ received }) => received)), one.cents] }
  })
  const byRank = (a: number[], b: number[]) => a.map((n, i) => n - b[i]!).find((n) => n !== 0) ?? 0
  const latest = ranked.sort((a, b) => byRank(a.rank, b.rank)).at(-1)!.one
  const { merchant_id, conversion_id, order_amount, commission_amount, status } = conversion(latest)
  return {
    ...{ merchant_id, conversion_id, status, order_amount: Number(order_amount) },
    commission_amount: Number(commission_amount),
    user: reports.some((report) => conversion(report).user_id),
    click: reports.some((report) => conversion(report).click_id),
  }
}

async function readSales() {
  const rows = await database.owner`
    select merchant_id, conversion_id, status, order_amount::float8, commission_amount::float8, user_id is not null as user,
      click_id is not null as click
    from conversion_events order by 1, 2`
  return rows.slice()
}

async function readOutcomes(): Promise<Record<string, number>> {
  const rows = await database.owner<{ outcome: string; events: number }[]>`
    select outcome, sum(events)::int as events from ingest_outcomes where kind = 'conversion' group by 1`
  return Object.fromEntries(rows.map(({ outcome, events }) => [outcome, events]))
}

const report = fc.record({
  ...{ merchant: fc.nat(1), sale: fc.nat(1), status: fc.nat(3), day: fc.option(fc.nat(2)), cents: fc.nat(1) },
  received: fc.constantFrom(0, 1, 2, 1440, 1441, 2000, 5000),
})
const world = fc.record({
  reports: fc.array(report, { minLength: 1, maxLength: 15 }),
  sizes: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
})

test(
  'reports in any order, portions and repetition end in the same sales and money, and each is kept once',
  async () => {
    await expectProperty(
      fc.asyncProperty(world, async ({ reports, sizes }) => {
        await emptyTables(database.owner)
        for (let at = 0, n = 0; at < reports.length; n++) {
          const size = sizes[n % sizes.length]!
          await [pipeline, other][n % 2]!.run(reports.slice(at, at + size).map(sent))
          at += size
        }
        const bySale = Map.groupBy(reports, (r) => `${MERCHANTS[r.merchant]} sale-${r.sale}`)
        expect(await readSales()).toEqual([...bySale.keys()].sort().map((sale) => final(bySale.get(sale)!)))
        const changes = await database.owner`select 1 from conversion_changes`
        expect(changes.length).toBe(new Set(reports.map(contentOf)).size)
        const outcomes = Object.values(await readOutcomes())
        expect(outcomes.reduce((sum, n) => sum + n, 0)).toBe(reports.length)
        // The last line of a sale's history is its current state.
        const wrong = await database.owner`
        select sale.conversion_no from conversion_events sale where not exists (
          select from (select * from conversion_history h where h.conversion_no = sale.conversion_no
            order by as_of desc, status_after desc, received_at desc, order_amount_after desc limit 1) last
          where (status_after, order_amount_after, commission_after) = (sale.status, sale.order_amount, sale.commission_amount))`
        expect(wrong.slice()).toEqual([])
      }),
      RUNS,
    )
  },
  120_000 + RUNS * 400,
)

describe('a report about a known sale', () => {
  const first = { merchant: 0, sale: 0, status: 1, day: null, cents: 20, received: 5 }

  /** Sends one after another; returns where each counted, the sale, and its history. */
  async function sendAll(...reports: readonly Partial<Report>[]) {
    for (const change of reports) await pipeline.run([sent({ ...first, ...change })])
    const history = await database.owner`
      select status_before || ' ' || commission_before::float8 as before, status_after || ' ' || commission_after::float8 as after,
        key_id as key, reopened
      from conversion_history order by conversion_no, as_of, status_after, received_at`
    const [sale] = await database.owner`
      select status, counted_status as counted, commission_amount::float8 as commission from conversion_events`
    return { outcomes: await readOutcomes(), sale, history: history.slice() }
  }

  test('without status_at applies at its receipt; an equal one is a duplicate', async () => {
    const { outcomes, sale } = await sendAll({ status: 0 }, { status: 0, received: 6 }, { received: 2000 })
    expect(outcomes).toEqual({ stored: 2, duplicate: 1 })
    expect(sale).toMatchObject({ status: 'confirmed' })
  })

  test('that is older than the state of the sale counts as superseded, and is stored', async () => {
    const { outcomes, sale, history } = await sendAll({ day: 2, received: 5000 }, { status: 0, day: 1, received: 5001 })
    expect(outcomes).toEqual({ stored: 1, superseded: 1 })
    expect(sale).toMatchObject({ status: 'confirmed' })
    expect(history).toHaveLength(2)
  })

  test('with another amount under the same status corrects it: a partial refund lowers a confirmed sale', async () => {
    const { outcomes, sale, history } = await sendAll({}, { cents: 8, received: 2000 })
    expect(outcomes).toEqual({ stored: 2 })
    expect(sale).toEqual({ status: 'confirmed', counted: 'confirmed', commission: 8.05 })
    expect(history[1]).toEqual({ before: 'confirmed 20.05', after: 'confirmed 8.05', key: 'key-1', reopened: false })
  })

  test('that refunds it removes it from tracked conversions, and shows the refunded amount', async () => {
    const { sale } = await sendAll({}, { status: 3, cents: 8, received: 2000 })
    expect(sale).toEqual({ status: 'refunded', counted: 'refunded', commission: 8.05 })
  })

  test('with zero amounts cancels it: it is not a conversion until an amount is reported again', async () => {
    await sendAll({})
    const zero = { ...conversion(first), order_amount: '0', commission_amount: '0' }
    await pipeline.run([{ keyKind: 'server', receivedAt: SOLD_AT + 2000 * MINUTE, conversions: [zero] }])
    while ((await attribute(database.app, new Date(0), () => {}))?.taken !== 0);
    const counted = await database.owner`select status from attributed_conversions`
    expect(counted.slice()).toEqual([{ status: 'rejected' }])
    expect((await sendAll({ received: 5000 })).sale).toMatchObject({ counted: 'confirmed', commission: 20.05 })
  })

  test('that confirms it again after a refund reopens it: both values and the key are listed', async () => {
    const { outcomes, sale, history } = await sendAll({}, { status: 3, received: 1440 }, { received: 5000 })
    expect(outcomes).toEqual({ stored: 3 })
    expect(sale).toMatchObject({ status: 'confirmed' })
    expect(history).toEqual([
      { before: null, after: 'confirmed 20.05', key: 'key-1', reopened: false },
      { before: 'confirmed 20.05', after: 'refunded 20.05', key: 'key-3', reopened: false },
      { before: 'refunded 20.05', after: 'confirmed 20.05', key: 'key-1', reopened: true },
    ])
  })
})

test('two merchants with the same order number have two sales', async () => {
  const one = { sale: 100000123, status: 1, day: null, received: 5 }
  await pipeline.run([
    sent({ ...one, merchant: 0, cents: 3 }),
    sent({ ...one, merchant: 1, cents: 4 }),
    sent({ ...one, merchant: 1, cents: 4, status: 3, received: 9 }),
  ])
  while ((await attribute(database.app, new Date(0), () => {}))?.taken !== 0);
  const sales = await database.owner`
    select sale.merchant_id, sale.status, counted.commission from conversion_events sale
      join attributed_conversions counted using (conversion_no) order by 1`
  expect(sales.slice()).toEqual([
    { merchant_id: MERCHANTS[0], status: 'confirmed', commission: 30_500 },
    { merchant_id: MERCHANTS[1], status: 'refunded', commission: 40_500 },
  ])
})

test('two workers that report different statuses of one sale at once agree in the end', async () => {
  const statuses = Array.from({ length: 4 }, (_, status) => ({ ...ONE, status, day: 1 }))
  for (let round = 0; round < 10; round++) {
    await emptyTables(database.owner)
    await pipeline.queue.push(
      statuses.map((one) => ({
        ...{
          id: uuidv7(),
          keyId: 'k',
          keyKind: 'server',
          receivedAt: Date.now(),
          ivt: null,
          exposures: [],
          renders: [],
          clicks: [],
        },
        ...{ conversions: [conversion(one)], refused: [] },
      })),
    )
    const batches: Batch[] = []
    for (const _ of statuses) batches.push((await pipeline.queue.receive(1))!)
    await Promise.all(batches.map((batch, i) => processBatch([pipeline, other][i % 2]!.process, pipeline.queue, batch)))
    expect(await readSales()).toEqual([final(statuses)])
  }
})

test('money is kept to four decimal places, without passing through floating point', async () => {
  const amounts = ['999999999999.9999', '0.0001', '0.1', '12345678.05']
  await pipeline.run([
    {
      keyKind: 'server',
      conversions: amounts.map((amount, i) => ({
        ...conversion({ ...ONE, sale: i, status: 0, day: 0 }),
        order_amount: amount,
      })),
    },
  ])
  const [row] = await database.owner`select sum(order_amount)::text as total from conversion_events`
  expect(row!.total).toBe('1000012345678.1500')
})
