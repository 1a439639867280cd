import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { reattribute } from '../src/attribution/reattribute.ts'
import { createDays } from '../src/facts/partitions.ts'
import { ALL_MERCHANTS } from '../src/facts/sumIds.ts'
import { plain } from '../src/facts/topology/plain.ts'
import { DAY, utcDate } from '../src/lib/clock.ts'
import { forgetOld } from '../src/privacy/forgetOld.ts'
import { RAW_DAYS } from '../src/settings/registry.ts'
import { writeSetting } from '../src/settings/setting.ts'
import { makeDims, wireExposure } from './support/app.ts'
import { createTestDatabase } from './support/database.ts'
import { openTestPipeline, pseudonymOf } from './support/pipeline.ts'

// With RAW_DAYS above the ledger's 180 days, a click must not leave the ledger while its raw row can be attributed again.

test('a click of 190 days ago is still counted once after it is attributed again, if raw rows are kept for 200 days', async () => {
  const database = await createTestDatabase({ rawDays: 1 })
  await database.owner.begin((tx) => writeSetting(tx, RAW_DAYS, { actor: 'test', value: 200 }))
  await makeDims(database)
  const shown = Date.now() - 190 * DAY
  await createDays(database.owner, plain, [utcDate(shown), utcDate(shown + DAY)])
  const exposure = { ...wireExposure({ user_id: pseudonymOf() }), timestamp: shown }
  const click = {
    ...{ click_id: randomUUID(), merchant_ref: 'acme', user_id: exposure.user_id, session_id: exposure.session_id },
    ...{ exposure_event_id: exposure.event_id, timestamp: shown + 5000 },
  }
  const pipeline = openTestPipeline(database)
  await pipeline.run([{ exposures: [exposure as never], clicks: [click as never] }])
  await reattribute(database.app, '2000-01-01', '2999-12-31')
  const clicks = () => database.owner`select clicks, repeated from click_daily where merchant_id <> ${ALL_MERCHANTS}`
  expect(await clicks()).toEqual([{ clicks: 1, repeated: 0 }])
  await forgetOld(database.app)
  await reattribute(database.app, '2000-01-01', '2999-12-31')
  expect(await clicks()).toEqual([{ clicks: 1, repeated: 0 }])
})
