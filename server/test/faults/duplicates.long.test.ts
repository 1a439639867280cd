import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../../src/lib/freePort.ts'
import { batchOf, makeBatches, makeExposures, type WireExposure } from './support/events.ts'
import { type FaultStack, openFaultStack } from './support/faultStack.ts'
import { HEADING } from './support/report.ts'
import { expectIntact, runFault } from './support/runFault.ts'
import { randomOf, SEEDS } from './support/seed.ts'

// The same events sent again: from several connections at once, through two APIs and two workers, with another time.

let faults: FaultStack
let urls: readonly string[]

beforeAll(async () => {
  faults = await openFaultStack()
  const port = await freePort('127.0.0.1')
  urls = [faults.stack.url, `http://127.0.0.1:${port}`]
  await faults.start('api', 'api')
  await faults.start('api 2', 'api', { PORT: String(port) })
  await faults.start('worker', 'worker')
  await faults.start('worker 2', 'worker')
  console.log(HEADING)
})
afterAll(() => faults?.close())

describe.for(SEEDS)('seed %i', (seed) => {
  test('a batch sent ten times from several connections counts once', async () => {
    const once = makeBatches(faults.world, 600, 100, randomOf(seed))
    const line = await runFault(faults, {
      ...{ fault: 'the same batch ten times, 8 connections, 2 APIs', seed },
      batches: once.flatMap((batch) => Array.from({ length: 10 }, () => batch)),
      send: { urls, rate: 4000 },
      strike: async () => Date.now(),
    })
    expectIntact(line)
    expect([line.acknowledged, line.stored]).toEqual([600, 600])
    const [row] = await faults.owner`
      select sum(events)::int as duplicates from ingest_outcomes where outcome = 'duplicate'`
    expect(row).toEqual({ duplicates: line.sent - 600 })
  })

  test('an event sent again with another timestamp, even of another day, counts once', async () => {
    const random = randomOf(seed)
    const batches = Array.from({ length: 10 }, () => makeExposures(faults.world, 60, random)).flatMap((events) =>
      [0, 60_000, 86_400_000, 1.5 * 86_400_000].map((ms) => batchOf(events.map((event) => earlier(event, ms)))),
    )
    const line = await runFault(faults, {
      ...{ fault: 'the same event with another timestamp', seed, batches: shuffled(batches, random) },
      send: { urls, rate: 4000 },
      strike: async () => Date.now(),
    })
    expectIntact(line)
    expect([line.acknowledged, line.stored]).toEqual([600, 600])
  })
})

function earlier(event: WireExposure, ms: number): WireExposure {
  return { ...event, timestamp: new Date(Date.parse(event.timestamp) - ms).toISOString() }
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
