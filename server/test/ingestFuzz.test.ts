import { exposure } from '@bx/contracts/events/exposure'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { buildTestApp, makeDims, makeKey, send, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, type TestPipeline } from './support/pipeline.ts'
import { expectProperty } from './support/property.ts'

// The answer to any request is never a 5xx, and valid events next to invalid ones are stored.

const RUNS = { slow: 1000, long: 50_000 }[process.env.TEST_PROFILE ?? ''] ?? 300
let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
let key: string
const good = new Set<string>()

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 3 })
  pipeline = openTestPipeline(database)
  await makeDims(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
  key = await makeKey(database, 'server')
})

/** Unexpected values as JSON text, because some cannot be written as JavaScript values. */
const oddValue = fc.oneof(
  fc.constantFrom('null', 'true', '-0', '1e999', '-1e999', '9007199254740993', '1e-400', '[]', '{}', '[[[]]]', '""'),
  fc.constantFrom('"\\u0000"', '"\\ud800"', '"\\udfff\\ud800"', '"\\u202Egnp"', '"NaN"', '"__proto__"', '"=1+1"'),
  fc.constantFrom('{"__proto__":{"x":1}}', '{"toString":1}', '{"length":9}', `"${'x'.repeat(10_000)}"`),
  fc.constantFrom('"0001-01-01T00:00:00Z"', '"+275760-09-13T00:00:00Z"', '"9999-12-31T23:59:59+14:00"', '"1970-01-01"'),
  fc.json({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 200 }).map((text) => JSON.stringify(text)),
  fc.double().map((n) => JSON.stringify(n)),
)
const oddKey = fc.constantFrom('__proto__', 'constructor', '\u0000', '\ud800', 'x'.repeat(5000), '')
const field = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom(...Object.keys(wireExposure()), ...Object.keys(exposure.shape)),
  },
  { weight: 1, arbitrary: oddKey },
)
const mutation = fc.array(fc.tuple(field, fc.option(oddValue, { freq: 8 })), { minLength: 1, maxLength: 4 })

/** A good event with fields replaced, added, doubled or (null) left out. */
function mutated(changes: readonly (readonly [string, string | null])[]): string {
  const event: Record<string, unknown> = wireExposure() as never
  for (const [name, value] of changes) if (value === null) delete event[name]
  const extra = changes.flatMap(([name, value]) => (value === null ? [] : [`${JSON.stringify(name)}:${value}`]))
  return `{${[JSON.stringify(event).slice(1, -1), ...extra].join(',')}}`
}

test('a mutated event is never a 5xx, and the good ones around it are accepted', async () => {
  await expectProperty(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
      const around = [wireExposure(), wireExposure()]
      const events = [JSON.stringify(around[0]), ...mutations.map(mutated), JSON.stringify(around[1])]
      const receipt = await send(app.server, `{"events":[${events.join(',')}]}`, { key })
      if (receipt.error === 'too_deep') return
      expect(receipt.status, receipt.text).toBe(202)
      expect(Object.keys(receipt.codes)).not.toContain('0')
      expect(Object.keys(receipt.codes)).not.toContain(String(events.length - 1))
      for (const { event_id } of around) good.add(event_id)
    }),
    RUNS,
  )
}, 600_000)

test('a mutated body is never a 5xx', async () => {
  const body = JSON.stringify({
    events: [wireExposure()],
    renders: [],
    dropped: { stale: 1 },
    sent_at: '2026-01-01T00:00:00Z',
  })
  const damage = fc.record({
    at: fc.nat(body.length),
    cut: fc.nat(12),
    paste: fc.oneof(oddValue, fc.string({ maxLength: 8 })),
  })
  const path = fc.constantFrom('/api/exposure/batch', '/api/click/batch', '/api/conversion/batch')
  await expectProperty(
    fc.asyncProperty(fc.tuple(fc.array(damage, { minLength: 1, maxLength: 3 }), path), async ([damages, url]) => {
      const text = damages.reduce((old, { at, cut, paste }) => old.slice(0, at) + paste + old.slice(at + cut), body)
      const receipt = await send(app.server, text, { key, path: url })
      expect(receipt.status, `${text}\n${receipt.text}`).toBeLessThan(500)
    }),
    RUNS,
  )
}, 600_000)

test('all good events among them are stored, once, and everything received is accounted for', async () => {
  await pipeline.drain()
  const stored = await database.owner`select event_id from exposure_events where event_id = any(${[...good]}::uuid[])`
  expect(stored.length).toBe(good.size)
  const [letters] = await database.owner`select count(*) as n from dead_letter_events where kind = 'exposure'`
  const [rejected] = await database.owner`
    select sum(events)::bigint as n from ingest_outcomes where kind = 'exposure' and outcome = 'rejected'`
  expect(rejected!.n).toBe(letters!.n)
  expect(app.log.filter((line) => line.includes('"level":"error"'))).toEqual([])
}, 600_000)
