import { expect } from 'vitest'
import type { Sql } from '../../src/db/client.ts'
import { countUnaccounted } from '../../src/query/reconciliation.ts'
import type { Envelope } from '../../src/queue/queue.ts'
import type { World } from './buildWorld.ts'
import type { Raw, RawExposure } from './naive.ts'
import { hourStart, wallClock } from './naiveCalendar.ts'

// Which copy of an id counts depends on which came first, so the stored rows are read. But each must be one of the sent copies, once
// per id, and none may be missing. Returns the sent copies, not the stored rows.

export async function readStored(owner: Sql, world: World): Promise<Raw> {
  const [exposures, renders, clicks] = await Promise.all([
    readExposures(owner, world),
    readRenders(owner, world),
    readClicks(owner, world),
  ])
  const outcomes = await readLedger(owner, world, {
    exposure: exposures.length,
    render: renders.length,
    click: clicks.length,
  })
  await expectNothingWaits(owner)
  await expectSketches(owner, world.zone, exposures)
  return { exposures, renders, clicks, outcomes, conversions: await readConversions(owner, world) }
}

async function readExposures(owner: Sql, world: World): Promise<RawExposure[]> {
  const rows = await owner<(RawExposure & { id: string; time: Date; day: string; hour: Date })[]>`
    select event_id as id, merchant_id as "merchantId", placement_id as "placementId", user_id as "userId",
      user_id::text like '%0' as visitor,
      session_id as "sessionId", "timestamp" as time, rank_position as rank, viewable, sample_rate as "sampleRate",
      ivt_reason is not null as flagged, day, hour from exposure_events`
  const copies = Map.groupBy(world.countable, (sent) => sent.id)
  expect(rows.map((row) => row.id).sort()).toEqual([...copies.keys()].sort())
  return rows.map(({ id, time, day, hour, ...row }) => {
    const stored: RawExposure = { ...row, at: time.getTime() }
    expect({ day, hour: hour.getTime() }).toEqual({
      day: wallClock(world.zone, stored.at).day,
      hour: hourStart(world.zone, stored.at),
    })
    const sent = copies.get(id)!.map(({ raw }) => raw)
    expect(sent).toContainEqual(stored)
    return stored
  })
}

async function readRenders(owner: Sql, { renders }: World): Promise<Raw['renders']> {
  const rows = await owner<{ key: string; at: Date }[]>`
    select source || ' ' || render_id as key, "timestamp" as at from render_events`
  return stored(rows, renders)
}

async function readClicks(owner: Sql, { clicks }: World): Promise<Raw['clicks']> {
  const rows = await owner<{ key: string; at: Date }[]>`select click_id as key, "timestamp" as at from click_events`
  return stored(rows, clicks)
}

/** The copy that was stored, by its time. Copies of one second differ in nothing that a row tells. */
function stored<R extends { readonly at: number }>(
  rows: readonly { key: string; at: Date }[],
  sent: ReadonlyMap<string, readonly R[]>,
): R[] {
  expect(rows.map((row) => row.key).sort()).toEqual([...sent.keys()].sort())
  return rows.map(({ key, at }) => {
    const copy = sent.get(key)!.find((one) => one.at === at.getTime())
    expect(copy, `a sent copy of ${key}`).toBeDefined()
    return copy!
  })
}

async function readConversions(owner: Sql, world: World): Promise<Raw['conversions']> {
  const rows = await owner<{ merchantId: string; time: Date; status: string }[]>`
    select merchant_id as "merchantId", "timestamp" as time, status from conversion_events`
  const conversions = rows.map(({ time, ...row }) => ({ ...row, at: time.getTime() }))
  for (const row of conversions) expect(world.saleReports).toContainEqual(row)
  return conversions
}

/** received = stored + flagged + duplicate + rejected, for every hour, key and kind. */
async function readLedger(owner: Sql, { envelopes }: World, rows: Record<string, number>): Promise<Raw['outcomes']> {
  const outcomes = await owner<{ at: Date; key: string; kind: string; outcome: string; events: number }[]>`
    select hour as at, key_id as key, kind, outcome, events from ingest_outcomes`
  const sums = new Map<string, number>()
  for (const { at, key, kind, events } of outcomes) add(sums, `${at.getTime()} ${key} ${kind}`, events)
  expect(Object.fromEntries(sums)).toEqual(Object.fromEntries(received(envelopes)))
  for (const [kind, n] of Object.entries(rows)) {
    const arrived = outcomes.filter((o) => o.kind === kind && ['stored', 'flagged'].includes(o.outcome))
    expect(arrived.reduce((sum, o) => sum + o.events, 0)).toBe(n)
  }
  return outcomes
    .filter(({ kind }) => kind === 'exposure')
    .map(({ at, outcome, events }) => ({ hour: at.getTime(), outcome, events }))
}

function received(envelopes: readonly Envelope[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { receivedAt, keyId, exposures, renders, clicks, conversions, refused } of envelopes) {
    const hour = receivedAt - (receivedAt % 3_600_000)
    const count = (kind: string, n: number) => n > 0 && add(sums, `${hour} ${keyId} ${kind}`, n)
    count('exposure', exposures.length + refused.length)
    count('render', renders.length)
    count('click', clicks.length)
    count('conversion', conversions.length)
  }
  return sums
}

function add(sums: Map<string, number>, key: string, n: number): void {
  sums.set(key, (sums.get(key) ?? 0) + n)
}

async function expectNothingWaits(owner: Sql): Promise<void> {
  const [row] =
    await owner`select (select count(*) from ingest_inbox) as inbox, (select count(*) from rollup_deltas) as deltas,
    (select count(*) from dead_letter_events where reason in ('poison', 'worker_died')) as poison`
  expect(row).toEqual({ inbox: 0, deltas: 0, poison: 0 })
  expect(await owner.begin((tx) => countUnaccounted(tx, new Date(0)))).toBe(0)
}

const ALL = '00000000-0000-0000-0000-000000000000'

/** Every sketch holds each user of its cell with the right count: small worlds are exact. */
async function expectSketches(owner: Sql, zone: string, exposures: readonly RawExposure[]): Promise<void> {
  const wanted: Record<string, Record<string, number>> = {}
  for (const { merchantId, placementId, userId, visitor, at, flagged } of exposures) {
    const user = userId.replaceAll('-', '').slice(0, 12)
    for (const merchant of [merchantId, ALL])
      for (const placement of [placementId, ALL]) {
        const key = `${merchant} ${placement} ${wallClock(zone, at).day} ${flagged}`
        const cell = wanted[key] ?? {}
        // The highest bit of a count says that the user is a visitor.
        cell[user] = (cell[user] ?? (visitor ? 0x8000 : 0)) + 1
        wanted[key] = cell
      }
  }
  const rows = await owner<{ key: string; theta: number; sketch: Buffer }[]>`
    select merchant_id || ' ' || placement_id || ' ' || day || ' ' || flagged::text as key, theta, sketch from reach_daily`
  const found = rows.map(({ key, theta, sketch }) => {
    expect(theta).toBe(2 ** 48)
    const entries = sketch.toString('hex').match(/.{16}/g) ?? []
    expect(entries).toEqual([...entries].sort())
    return [
      key,
      Object.fromEntries(entries.map((hex) => [hex.slice(0, 12), Number.parseInt(hex.slice(12), 16)])),
    ] as const
  })
  expect(Object.fromEntries(found)).toEqual(wanted)
}
