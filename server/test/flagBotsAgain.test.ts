import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { openAgents } from '../src/ingest/agents.ts'
import { isDeclaredBot } from '../src/ingest/declaredBots.ts'
import { reducedAgent } from '../src/ingest/reducedAgent.ts'
import { type BotList, flagBotsAgain, flagBotsAgainIfChanged } from '../src/invalidTraffic/flagBotsAgain.ts'
import { pepperOf } from '../src/lib/ids.ts'
import { forgetOld } from '../src/privacy/forgetOld.ts'
import type { KeptAgent } from '../src/queue/queue.ts'
import { recountDay } from '../src/rollup/recount.ts'
import { buildTestApp, makeDims, makeKey, send, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline, pseudonymOf, type TestPipeline } from './support/pipeline.ts'
import { emptyTables } from './support/tables.ts'

// A new list of bots changes the flags of programs whose classification has changed, and nothing else.

let database: TestDatabase
let pipeline: TestPipeline
const MINUTE = Math.floor(Date.now() / 60_000) * 60_000 - 60_000
const DAY = new Date(MINUTE).toISOString().slice(0, 10)
const CUBOT =
  'Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36'
const CRAWLER = 'Mozilla/5.0 (compatible; NewThing/1.2; +https://new.example)'

/** Treats every name with "bot" as a bot, including CUBOT phones, and does not know the crawler yet. */
const OLD: BotList = { fingerprint: 'old', isBot: (agent) => /bot/i.test(agent) }
/** Knows that CUBOT is a phone, and the crawler. */
const NEW: BotList = { fingerprint: 'new', isBot: (agent) => isDeclaredBot(agent) || /newthing/i.test(agent) }

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 2 })
  await makeDims(database)
})

beforeEach(async () => {
  await emptyTables(database.owner)
  await database.owner`delete from settings where name = 'bot_list'`
  pipeline = openTestPipeline(database)
})

/** Events of a program, as ingest flags them by a list. */
function sent(userAgent: string, { isBot }: BotList, exposures: number, fields: object = {}) {
  const reduced = reducedAgent(userAgent, isBot)
  const agent: KeptAgent | null = reduced === null ? null : { no: numberOf(reduced), agent: reduced }
  const user_id = pseudonymOf()
  return {
    source: 2 ** 52 + 77 * 2 ** 20 + (agent?.no ?? 5),
    ...(agent ? { agent } : {}),
    ivt: isBot(userAgent) ? ('bot_user_agent' as const) : null,
    exposures: Array.from(
      { length: exposures },
      (_, i) => ({ ...wireExposure({ user_id }), timestamp: MINUTE + i }) as never,
    ),
    clicks: [
      {
        ...{ click_id: randomUUID(), merchant_ref: 'acme', placement_key: 'home', timestamp: MINUTE },
        ...{ user_id, session_id: randomUUID() },
      } as never,
    ],
    ...fields,
  }
}

/** Any different values work: these are letters, without a key. */
function numberOf(agent: string): number {
  return openAgents(pepperOf(Buffer.alloc(32, 1))).of(agent, 'k', 0).no
}

async function counts() {
  await pipeline.drain()
  const [row] = await database.owner`
    select coalesce(sum(impressions) filter (where not flagged), 0)::int as net,
      coalesce(sum(impressions) filter (where flagged), 0)::int as flagged,
      (select count(*)::int from click_events where ivt_reason is not null) as clicks from placement_daily`
  return row
}

async function expectRollupsEqualRaw(): Promise<void> {
  const { wrong, examples } = await recountDay(pipeline.rollup, DAY, false)
  expect({ wrong, examples }).toEqual({ wrong: 0, examples: [] })
}

test('phones whose model holds "bot" are people again, and a crawler that the old list did not know is a bot', async () => {
  await pipeline.run([
    sent(CUBOT, OLD, 7),
    sent(CRAWLER, OLD, 5),
    sent('Googlebot/2.1', OLD, 3),
    sent(CUBOT.replace('CUBOT NOTE 20', 'Pixel 8'), OLD, 11),
    { exposures: sent(CRAWLER, OLD, 2).exposures, keyKind: 'server' },
  ])
  expect(await counts()).toEqual({ net: 18, flagged: 10, clicks: 2 })
  await database.owner`delete from attribution_queue`
  expect(await flagBotsAgainIfChanged(database.app, NEW)).toEqual({ takenBack: 7, flagged: 5, clicks: 2 })
  const [asked] = await database.owner`
    select sum(cardinality(clicks)) filter (where not_before is null)::int as clicks, sum(cardinality(exposures))::int as exposures
    from attribution_queue`
  expect(asked).toEqual({ clicks: 2, exposures: 12 })
  expect(await counts()).toEqual({ net: 20, flagged: 8, clicks: 2 })
  await expectRollupsEqualRaw()
})

test('the same list changes nothing, by command or by the job, which only runs after a change', async () => {
  await pipeline.run([sent(CUBOT, OLD, 7), sent(CRAWLER, OLD, 5)])
  await flagBotsAgainIfChanged(database.app, NEW)
  const before = await counts()
  expect(await flagBotsAgainIfChanged(database.app, NEW)).toBeNull()
  expect(await flagBotsAgain(database.app, 'ada', NEW)).toEqual({ takenBack: 0, flagged: 0, clicks: 0 })
  expect(await counts()).toEqual(before)
  expect(await flagBotsAgainIfChanged(database.app, OLD)).toEqual({ takenBack: 5, flagged: 7, clicks: 2 })
  await counts()
  await expectRollupsEqualRaw()
  const log =
    await database.owner`select actor from audit_log where action = 'flagBotsAgain' order by audit_id desc limit 3`
  expect(log.map(({ actor }) => actor)).toEqual(['flag_bots_again', 'ada', 'flag_bots_again'])
})

test('other reasons stay, and a person by name that shows too much is still flagged for it', async () => {
  await pipeline.run([sent(CUBOT, OLD, 450), sent(CUBOT, OLD, 4, { ivt: 'prefetch' })])
  expect(await flagBotsAgain(database.app, 'ada', NEW)).toMatchObject({ takenBack: 450 })
  const reasons = await database.owner`
    select ivt_reason as reason, count(*)::int as n from exposure_events group by 1 order by 1`
  expect(reasons).toEqual([
    { reason: 'prefetch', n: 4 },
    { reason: 'user_rate', n: 450 },
  ])
  const clicks = await database.owner`select ivt_reason as reason from click_events order by 1`
  expect(clicks).toEqual([{ reason: 'prefetch' }, { reason: 'user_rate' }])
  await counts()
  await expectRollupsEqualRaw()
})

test('what was stored before programs had numbers, and what two programs share, is left alone', async () => {
  const before = { ...sent(CRAWLER, OLD, 5) }
  const { agent } = before
  await pipeline.run([before, sent(CRAWLER, OLD, 4, { source: 123 * 2 ** 20 + agent!.no })])
  expect(await flagBotsAgain(database.app, 'ada', NEW)).toMatchObject({ flagged: 5 })
  await pipeline.run([sent(CUBOT, OLD, 2, { agent: { no: agent!.no, agent: 'other/0.0' } })])
  expect(await database.owner`select agent from source_agents`).toEqual([{ agent: null }])
  expect(await flagBotsAgain(database.app, 'ada', OLD)).toMatchObject({ takenBack: 0, flagged: 0 })
})

test('programs are written down once, with the day they were last seen, up to a bound, and forgotten', async () => {
  const twice = sent(CRAWLER, OLD, 1)
  await pipeline.run([{ ...twice, receivedAt: Date.now() - 86_400_000 }, twice])
  await pipeline.run([twice])
  const agents = () => database.owner`select agent, last_seen::text as day from source_agents order by agent`
  const today = new Date().toISOString().slice(0, 10)
  expect(await agents()).toEqual([
    { agent: 'mozilla/0.0 (compatible; newthing/0.0; +https://new.example)', day: today },
  ])
  await database.owner`insert into source_agents select n, 'old', current_date - 34 from generate_series(1, 9999) n`
  await pipeline.run([sent('Another/1.0', OLD, 1)])
  expect(await agents()).toHaveLength(10_000)
  await forgetOld(database.app)
  expect(await agents()).toHaveLength(1)
})

test('ingest separates programs, but not ordinary browsers, and flags like the job', async () => {
  const app = await buildTestApp({ database, queue: pipeline.queue })
  const key = await makeKey(database, 'browser')
  for (const agent of ['Googlebot/2.1', 'MyShop/3.1 (iPhone15,2)', CUBOT, CUBOT.replace('CUBOT NOTE 20', 'Pixel 8')])
    await send(app.server, { events: [wireExposure()] }, { key, headers: { 'user-agent': agent } })
  await pipeline.drain()
  const agents = await database.owner<{ no: number; agent: string }[]>`
    select agent_no as no, agent from source_agents order by agent`
  expect(agents.map(({ agent }) => agent)).toEqual(['googlebot/0.0', 'myshop/0.0 (-)'])
  const rows = await database.owner`
    select source_hash % 1048576 as no, ivt_reason as reason, count(*)::int as n from exposure_events group by 1, 2`
  expect(rows).toHaveLength(3)
  expect(rows).toContainEqual({ no: agents[0]!.no, reason: 'bot_user_agent', n: 1 })
  expect(rows).toContainEqual({ no: agents[1]!.no, reason: null, n: 1 })
  expect(await flagBotsAgainIfChanged(database.app)).toEqual({ takenBack: 0, flagged: 0, clicks: 0 })
})
