// A child of `npm start`: loads the world's history by the import path, the last 7 days first, and then drives live
// traffic through the real ingest endpoint for as long as it runs.

import { followAllocations } from '../../examples/ranking-service/allocations.mjs'
import { checkPacing } from '../../server/src/commercial/pacing/checkPacing.ts'
import type { Sql } from '../../server/src/db/client.ts'
import { openPool } from '../../server/src/db/openPool.ts'
import { detectTopology } from '../../server/src/facts/topology/open.ts'
import { importEvents } from '../../server/src/imports/importEvents.ts'
import { exitWhenParentDies } from '../../server/src/lib/exitWhenParentDies.ts'
import { failpoint } from '../../server/src/lib/failpoint.ts'
import { pepperOf } from '../../server/src/lib/ids.ts'
import { createLogger } from '../../server/src/lib/logger.ts'
import { openProcess } from '../../server/src/process/openProcess.ts'
import { readReporting } from '../../server/src/settings/organisation.ts'
import { beginWith, currentValue } from '../../server/src/settings/setting.ts'
import type { World } from '../../world/src/createWorld.ts'
import { driveLiveTraffic } from '../../world/src/traffic.ts'
import type { WireExposure } from '../../world/src/wire.ts'
import { dayLoaded, HISTORY_UNTIL } from './demoSettings.ts'
import { storedHistory } from './prepareDemo.ts'
import { readStamps } from './stamps.ts'
import { whenCounted } from './whenCounted.ts'
import { demoWorld } from './world.ts'

const { APP_DATABASE_URL, USER_ID_PEPPER, DEMO_URL, DEMO_WRITE_KEY, DEMO_SERVER_KEY, DEMO_ORIGIN } = process.env
/** Exposures of one import transaction. */
const BATCH = 4000
/** Live events per second: enough to see figures move, but few enough that today does not dwarf earlier days. */
const EVENTS_PER_SECOND = 1

exitWhenParentDies()
const logger = createLogger('demo')
const stopping = new AbortController()
process.on('SIGTERM', () => stopping.abort()).on('SIGINT', () => stopping.abort())
const sql = openPool({ url: APP_DATABASE_URL!, max: 3, name: 'bx demo' })
const reporting = (await readReporting(sql))!
const history = await storedHistory(sql)
const world = demoWorld(history, reporting.currency)
const packageOf = await readStamps(sql)
await loadHistory(sql, world, history.days)
if (!stopping.signal.aborted) {
  // The first plan knew no history.
  await whenCounted(sql, stopping.signal)
  await checkPacing(sql, { now: Date.now(), organisation: reporting, slot: null })
  // Sold slots are filled as a customer's ranking service would.
  const allocations = followAllocations({ url: DEMO_URL!, serverKey: DEMO_SERVER_KEY! })
  await allocations.ready
  const traffic = driveLiveTraffic({
    world,
    url: DEMO_URL!,
    writeKey: DEMO_WRITE_KEY!,
    serverKey: DEMO_SERVER_KEY!,
    origin: new URL(DEMO_ORIGIN!).origin,
    signal: stopping.signal,
    eventsPerSecond: EVENTS_PER_SECOND,
    fill: allocations.fill,
  })
  await traffic.done
  allocations.stop()
}
await sql.end({ timeout: 5 })
process.exit(0)

function stamped(exposure: WireExposure): WireExposure {
  const package_id = packageOf(exposure)
  return package_id === undefined ? exposure : { ...exposure, package_id }
}

async function loadHistory(app: Sql, { day: dayOf }: World, days: number): Promise<void> {
  const context = openProcess({
    sql: app,
    topology: await detectTopology(app),
    timeZone: reporting.timeZone,
    rawDays: reporting.rawDays,
    failpoint: failpoint(null),
  })
  const options = { context, pepper: pepperOf(Buffer.from(USER_ID_PEPPER!, 'hex')), keyId: 'demo-import' }
  const until = (await currentValue(app, HISTORY_UNTIL))!
  // Newest first, so that the first screens have data within seconds.
  for (let index = days - 1; index >= 0 && !stopping.signal.aborted; index--) {
    if (await currentValue(app, dayLoaded(index))) continue
    for (const batch of dayOf(index, { until, batchSize: BATCH, dirt: true })) {
      if (stopping.signal.aborted) return
      await importEvents(options, { ...batch, exposures: batch.exposures.map(stamped) })
    }
    await beginWith(app, dayLoaded(index), true, 'demo')
    logger.info('history_loaded', { day: index + 1, of: days })
  }
}
