import { randomUUID } from 'node:crypto'
import type { Conversion } from '@bx/contracts/events/conversion'
import { CONVERSION_STATUSES } from '@bx/contracts/events/values'
import fc from 'fast-check'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { processBatch } from '../src/process/processBatch.ts'
import type { Claim } from '../src/queue/queue.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { foldedUser, openTestPipeline, type TestPipeline, uuidv7 } from './support/pipeline.ts'
import { expectProperty } from './support/property.ts'
import { emptyTables } from './support/tables.ts'

// A sale and its later statuses: whatever order reports come in, how often, and by how many workers.

const RUNS = process.env.TEST_PROFILE === 'long' ? 2000 : 80
const [MERCHANT, USER, CLICK] = [randomUUID(), foldedUser(), uuidv7()]
const SOLD_AT = Date.parse('2026-05-01T12:00:00Z')
let database: TestDatabase
let pipeline: TestPipeline
let other: TestPipeline

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 0 })
  pipeline = openTestPipeline(database)
  other = openTestPipeline(database)
  await database.owner`insert into merchant_dim (merchant_id, merchant_name) values (${MERCHANT}, 'Acme')`
})

beforeEach(() => emptyTables(database.owner))

interface Report {
  readonly sale: number
  readonly status: number
  readonly day: number
}

/** A report; what it says follows from its sale, status and day, so that two equal reports are one. */
function conversion({ sale, status, day }: Report): Conversion {
  return {
    conversion_id: `sale-${sale}`,
    merchant_id: MERCHANT,
    timestamp: SOLD_AT,
    order_amount: `${100 + day}.${status}`,
    commission_amount: `${day}.0${status}`,
    currency: 'GBP',
    status: CONVERSION_STATUSES[status]!,
    status_at: SOLD_AT + day * 86_400_000,
    ...((day + status) % 2 === 0 ? { user_id: USER } : { click_id: CLICK }),
  }
}

/** What the sale must look like in the end. */
function final(reports: readonly Report[]) {
  const latest = [...reports].sort((a, b) => a.day - b.day || a.status - b.status).at(-1)!
  const { conversion_id, order_amount, commission_amount, status } = conversion(latest)
  return {
    ...{ conversion_id, status, order_amount: Number(order_amount), commission_amount: Number(commission_amount) },
    user: reports.some((report) => conversion(report).user_id),
    click: reports.some((report) => conversion(report).click_id),
  }
}

async function readSales() {
  const rows = await database.owner`
    select conversion_id, status, order_amount::float8, commission_amount::float8, user_id is not null as user, click_id is not null as click
    from conversion_events order by 1`
  return rows.slice()
}

const report = fc.record({ sale: fc.nat(2), status: fc.nat(3), day: fc.nat(3) })
const world = fc.record({
  reports: fc.array(report, { minLength: 1, maxLength: 15 }),
  sizes: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
  order: fc.infiniteStream(fc.nat()),
})

test('reports in any order, portions and repetition end in the same sale, and each change is kept once', async () => {
  await expectProperty(
    fc.asyncProperty(world, async ({ reports, sizes }) => {
      await emptyTables(database.owner)
      for (let at = 0, n = 0; at < reports.length; n++) {
        const size = sizes[n % sizes.length]!
        const part = reports.slice(at, at + size).map(conversion)
        at += size
        await [pipeline, other][n % 2]!.run([{ keyKind: 'server', conversions: part }])
      }
      const bySale = Map.groupBy(reports, (r) => r.sale)
      expect(await readSales()).toEqual([...bySale.keys()].sort().map((sale) => final(bySale.get(sale)!)))
      const kinds = new Set(reports.map((r) => `${r.sale} ${r.status} ${r.day}`))
      const changes = await database.owner`select 1 from conversion_changes`
      expect(changes.length).toBe(kinds.size)
      const outcomes =
        await database.owner`select outcome, events from ingest_outcomes where kind = 'conversion' order by 1`
      expect(Object.fromEntries(outcomes.map((o) => [o.outcome, o.events]))).toEqual({
        stored: kinds.size,
        ...(kinds.size < reports.length ? { duplicate: reports.length - kinds.size } : {}),
      })
    }),
    RUNS,
  )
}, 120_000)

test('two workers that report different statuses of one sale at once agree in the end', async () => {
  const statuses = Array.from({ length: 4 }, (_, status) => ({ sale: 0, status, day: 1 }))
  for (let round = 0; round < 10; round++) {
    await emptyTables(database.owner)
    await pipeline.queue.push(
      statuses.map((one) => ({
        ...{ keyId: 'k', keyKind: 'server', receivedAt: Date.now(), ivt: null, exposures: [], renders: [], clicks: [] },
        ...{ conversions: [conversion(one)], refused: [] },
      })),
    )
    const claims: Claim[] = []
    for (const _ of statuses) claims.push((await pipeline.queue.take(1))!)
    await Promise.all(claims.map((claim, i) => processBatch([pipeline, other][i % 2]!.process, claim)))
    expect(await readSales()).toEqual([final(statuses)])
  }
})

test('money is kept to four decimal places, without passing through floating point', async () => {
  const amounts = ['999999999999.9999', '0.0001', '0.1', '12345678.05']
  await pipeline.run([
    {
      keyKind: 'server',
      conversions: amounts.map((amount, i) => ({
        ...conversion({ sale: i, status: 0, day: 0 }),
        order_amount: amount,
      })),
    },
  ])
  const [row] = await database.owner`select sum(order_amount)::text as total from conversion_events`
  expect(row!.total).toBe('1000012345678.1500')
})
