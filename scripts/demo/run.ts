// A child of `npm start`: loads the world's history by the import path, the last 7 days first, and then drives live
// traffic through the real ingest endpoint for as long as it runs.

import { exitWhenParentDies } from '../../server/src/lib/exitWhenParentDies.ts'
import { failpoint } from '../../server/src/lib/failpoint.ts'
import { pepperOf } from '../../server/src/lib/ids.ts'
import { createLogger } from '../../server/src/lib/logger.ts'
import { importEvents } from '../../server/src/ops/importEvents.ts'
import { openProcess } from '../../server/src/process/openProcess.ts'
import { openPool, type Sql } from '../../server/src/store/db.ts'
import { readReporting } from '../../server/src/store/settings.ts'
import { detectTopology } from '../../server/src/store/topology/open.ts'
import type { World } from '../../world/src/createWorld.ts'
import { driveLiveTraffic } from '../../world/src/traffic.ts'
import { startOfWorld } from './prepareDemo.ts'
import { DEMO, demoWorld } from './world.ts'

const { APP_DATABASE_URL, USER_ID_PEPPER, DEMO_URL, DEMO_WRITE_KEY, DEMO_SERVER_KEY, DEMO_ORIGIN } = process.env
/** Exposures of one import transaction. */
const BATCH = 4000
/** Live events a second: enough to watch figures move, few enough that today does not dwarf the days before. */
const EVENTS_PER_SECOND = 1

exitWhenParentDies()
const logger = createLogger('demo')
const stopping = new AbortController()
process.on('SIGTERM', () => stopping.abort()).on('SIGINT', () => stopping.abort())
const sql = openPool({ url: APP_DATABASE_URL!, max: 3, name: 'bx demo' })
const world = demoWorld(await startOfWorld(sql))
await loadHistory(sql, world)
if (!stopping.signal.aborted) {
  const traffic = driveLiveTraffic({
    world,
    url: DEMO_URL!,
    writeKey: DEMO_WRITE_KEY!,
    serverKey: DEMO_SERVER_KEY!,
    origin: new URL(DEMO_ORIGIN!).origin,
    signal: stopping.signal,
    eventsPerSecond: EVENTS_PER_SECOND,
  })
  await traffic.done
}
await sql.end({ timeout: 5 })
process.exit(0)

async function loadHistory(app: Sql, { day: dayOf }: World): Promise<void> {
  const reporting = await readReporting(app)
  const context = openProcess({
    sql: app,
    topology: await detectTopology(app),
    timeZone: reporting!.timeZone,
    rawDays: reporting!.rawDays,
    failpoint: failpoint(null),
  })
  const options = { context, pepper: pepperOf(Buffer.from(USER_ID_PEPPER!, 'hex')), keyId: 'demo-import' }
  const until = await endOfHistory(app)
  // Newest first: what a newcomer looks at is there in seconds.
  for (let index = DEMO.days - 1; index >= 0 && !stopping.signal.aborted; index--) {
    const name = `demo_day_${index}`
    const [loaded] = await app`select 1 from settings where name = ${name}`
    if (loaded) continue
    for (const batch of dayOf(index, { until, batchSize: BATCH, dirt: true })) {
      if (stopping.signal.aborted) return
      await importEvents(options, batch)
    }
    await app`insert into settings (name, version, value, changed_by) values (${name}, 1, 'true', 'demo') on conflict do nothing`
    logger.info('history_loaded', { day: index + 1, of: DEMO.days })
  }
}

/** The instant of the very first start: history ends and live traffic begins there. */
async function endOfHistory(app: Sql): Promise<number> {
  await app`insert into settings (name, version, value, changed_by)
    values ('demo_history_until', 1, ${String(Date.now())}::text::jsonb, 'demo') on conflict do nothing`
  const [row] = await app<{ value: number }[]>`select value from current_settings where name = 'demo_history_until'`
  return row!.value
}
