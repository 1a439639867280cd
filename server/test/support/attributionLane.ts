import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { attribute } from '../../src/attribution/attribute.ts'
import { useVisitorLinks } from '../../src/attribution/useVisitorLinks.ts'
import { replayArrived } from '../../src/deadLetters/replayDeadLetters.ts'
import { createDays } from '../../src/facts/partitions.ts'
import { plain } from '../../src/facts/topology/plain.ts'
import { processBatch } from '../../src/process/processBatch.ts'
import type { Envelope, TransactionalQueue } from '../../src/queue/queue.ts'
import { ATTRIBUTION_MERCHANTS, ATTRIBUTION_PLACEMENTS } from './attributionFacts.ts'
import { type AttributionSpec, type Turn, VISITOR } from './attributionSpec.ts'
import { crash, NOTHING_COUNTED, processStep, recategorise, waitForEachOther } from './attributionSteps.ts'
import { type AttributionWorld, attributionWorld } from './attributionWorld.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { asReceived } from './evidence.ts'
import { openTestPipeline, type TestPipeline } from './pipeline.ts'
import { emptyTables } from './tables.ts'
import { dayAfter } from './world.ts'

// One world after another in a separate database: two workers whose commits interleave, an attributor that crashes, merchants
// that change their category, a placement that is created late, and a visitor who signs in.

const HOUR = 3_600_000
/** Six days before what is near: an hour before the clocks change. The fourth repeats its midnight. */
export const ZONES = [
  { zone: 'UTC', start: Date.parse('2026-06-01T12:00:00Z') },
  { zone: 'America/New_York', start: Date.parse('2026-03-02T06:00:00Z') },
  { zone: 'Australia/Lord_Howe', start: Date.parse('2026-09-27T14:30:00Z') },
  { zone: 'America/Havana', start: Date.parse('2026-10-26T04:00:00Z') },
] as const
const WORLD_DAYS = 12
/** Later than any second look. */
const ALL_COUNTED = new Date(Date.now() + 8766 * HOUR)
const RULES = { currency: 'GBP', maxAmount: 1_000_000, sampleRate: 1 }

export interface Lane {
  readonly database: TestDatabase
  /** Sends a world and attributes it; returns what happened. */
  run(spec: AttributionSpec, window: number): Promise<AttributionWorld>
}

export async function openLane(): Promise<Lane> {
  const database = await createTestDatabase({ now: ZONES[0].start, rawDays: 0 })
  const { owner } = database
  for (const { start } of ZONES) {
    const first = new Date(start - 24 * HOUR).toISOString().slice(0, 10)
    await createDays(
      owner,
      plain,
      Array.from({ length: WORLD_DAYS }, (_, i) => dayAfter(first, i)),
    )
  }
  for (const id of ATTRIBUTION_MERCHANTS)
    await owner`insert into merchant_dim (merchant_id, merchant_name, category) values (${id}, ${id}, 'Food')`
  for (const id of ATTRIBUTION_PLACEMENTS)
    await owner`insert into placement_dim (placement_id, placement_key, placement_name) values (${id}, ${id}, ${id})`
  return {
    database,
    async run(spec, window) {
      const { zone, start } = ZONES[window]!
      await emptyTables(owner)
      await owner`delete from settings where name = 'visitor_links'`
      const lateKey = spec.madeLate === null ? null : randomUUID()
      const world = attributionWorld(spec, { start, zone, lateKey })
      await new WorldRun(database, zone, spec, lateKey).send(world.phases)
      return { ...world, linkedTo: await linkedTo(database, world, spec.usesLinks) }
    },
  }
}

/** Which member was first is known by what was stored; it must be one that was sent. */
async function linkedTo({ owner }: TestDatabase, world: AttributionWorld, isUsed: boolean): Promise<string | null> {
  const links = await owner<{ visitor: string; member: string }[]>`
    select visitor_id as visitor, member_id as member from visitor_links`
  expect(links.map(({ visitor }) => visitor)).toEqual(world.signedIn.length > 0 ? [VISITOR] : [])
  const member = links[0]?.member ?? null
  if (member !== null) expect(world.signedIn).toContain(member)
  return isUsed ? member : null
}

class WorldRun {
  readonly #database: TestDatabase
  readonly #spec: AttributionSpec
  readonly #zone: string
  readonly #lateKey: string | null
  #workers: readonly [TestPipeline, TestPipeline]
  #usesLinks = false

  constructor(database: TestDatabase, zone: string, spec: AttributionSpec, lateKey: string | null) {
    this.#database = database
    this.#spec = spec
    this.#zone = zone
    this.#lateKey = lateKey
    this.#workers = [openTestPipeline(database, zone), openTestPipeline(database, zone)]
  }

  async send([onTime, late]: AttributionWorld['phases']): Promise<void> {
    const steps = this.#stepsOf(onTime)
    const half = Math.floor(steps.length / 2)
    await this.#sendOnTime(steps.slice(0, half))
    if (this.#spec.madeLate === 'halfway') await this.#makePlacement()
    await this.#sendOnTime(steps.slice(half))
    await this.#look(ALL_COUNTED)
    for (const step of this.#stepsOf(late)) {
      await this.#workers[0].run(step)
      await this.#look(NOTHING_COUNTED)
    }
    if (this.#spec.madeLate === 'last') await this.#makePlacement()
    if (this.#usesLinks !== this.#spec.usesLinks) await this.#turnLinks()
    await this.#look(NOTHING_COUNTED)
    await this.#workers[0].drain()
  }

  #stepsOf(envelopes: readonly Envelope[]): Envelope[][] {
    const steps: Envelope[][] = []
    for (let taken = 0; taken < envelopes.length; taken += steps.at(-1)!.length)
      steps.push(envelopes.slice(taken, taken + this.#spec.sizes[steps.length % this.#spec.sizes.length]!))
    return steps
  }

  async #sendOnTime(steps: readonly Envelope[][]): Promise<void> {
    const { turns } = this.#spec
    for (let i = 0; i < steps.length; i++) {
      const turn = turns[i % turns.length]!
      const next = steps[i + 1]
      if (turn === 'overlap' && next && !waitForEachOther(steps[i]!, next, this.#lateKey)) {
        await this.#overlap(steps[i]!, next)
        i++
      } else await processStep(this.#workers[0], steps[i]!)
      await this.#after(turn, i)
    }
  }

  async #after(turn: Turn, step: number): Promise<void> {
    if (turn === 'attribute') await this.#look(NOTHING_COUNTED)
    if (turn === 'crash') await crash(this.#database)
    if (turn === 'recategorise') await recategorise(this.#database, step)
    if (turn === 'link') await this.#turnLinks()
  }

  /** Both are stored before either is committed: neither sees the other; and the second is attributed before the first is there. */
  async #overlap(one: readonly Envelope[], other: readonly Envelope[]): Promise<void> {
    const [slow, fast] = this.#workers
    await slow.queue.push(one)
    const batch = asReceived((await slow.queue.receive(1000))!)
    const [stored, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const held: TransactionalQueue = {
      ...slow.queue,
      async ack(deliveries, tx) {
        stored.resolve()
        await released.promise
        await slow.queue.ack(deliveries, tx)
      },
    }
    const storing = processBatch(slow.process, held, batch)
    await Promise.race([stored.promise, storing])
    await processStep(fast, other)
    await this.#look(NOTHING_COUNTED)
    released.resolve()
    await storing
  }

  /** What waited for it is replayed by the product; workers know names for some seconds, so that others do it. */
  async #makePlacement(): Promise<void> {
    const { app, owner } = this.#database
    await owner`update placement_dim set placement_key = ${this.#lateKey} where placement_id = ${ATTRIBUTION_PLACEMENTS.at(-1)!}`
    this.#workers = [openTestPipeline(this.#database, this.#zone), openTestPipeline(this.#database, this.#zone)]
    await replayArrived(app, this.#workers[0].queue, RULES)
    await this.#workers[0].drain()
    const waiting = await owner`select reason, message from dead_letter_events where replayed_at is null`
    expect([...waiting]).toEqual([])
  }

  async #turnLinks(): Promise<void> {
    this.#usesLinks = !this.#usesLinks
    await useVisitorLinks(this.#database.app, 'ada', this.#usesLinks)
  }

  async #look(completeTo: Date): Promise<void> {
    while ((await attribute(this.#database.app, completeTo, () => {}))?.taken !== 0);
  }
}
