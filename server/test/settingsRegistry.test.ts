import { firstThresholds } from '@bx/contracts/metrics/thresholds'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { printSettings, putSetting } from '../src/adminSettings.ts'
import { createLogger } from '../src/lib/logger.ts'
import {
  ATTRIBUTION_WINDOWS,
  CURRENCY,
  performanceThresholds,
  SIGN_IN,
  settingsOf,
  VISITOR_LINKS,
} from '../src/settings/registry.ts'
import { reportUnusable } from '../src/settings/reportUnusable.ts'
import { readSetting, type Setting, writeSetting } from '../src/settings/setting.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 1 })
})

beforeEach(async () => {
  await database.owner`delete from settings`
})

afterEach(() => {
  vi.restoreAllMocks()
})

const SETTINGS = settingsOf('GBP').map((setting) => [setting.name, setting] as const)

function store(name: string, version: number, value: unknown) {
  return database.owner`insert into settings (name, version, value, changed_by)
    values (${name}, ${version}, ${JSON.stringify(value)}::text::jsonb, 'test')`
}

async function logged(): Promise<readonly object[]> {
  const lines: string[] = []
  await reportUnusable(
    database.app,
    'GBP',
    createLogger('test', (line) => lines.push(line)),
  )
  return lines.map((line) => JSON.parse(line))
}

test.each(SETTINGS)(
  '%s is refused by name, or an older version stays in force, when the stored value is broken',
  async (name, setting) => {
    await store(name, 7, { broken: true })
    const reading = readSetting(database.app, setting)
    if (setting.broken === 'refuse') await expect(reading).rejects.toThrow(`Setting ${name}, version 7, cannot be used`)
    else expect(await reading).toMatchObject({ value: setting.first, version: 0, unusable: 7 })
    expect(await logged()).toMatchObject([{ level: 'error', event: 'setting_unusable', setting: name }])
  },
)

test.each(SETTINGS)('%s takes its own first value', async (_, setting) => {
  if (setting.first !== null) expect(setting.schema.safeParse(setting.first).success).toBe(true)
  expect(await readSetting(database.app, setting)).toMatchObject({ value: setting.first, version: 0, unusable: null })
  expect(await logged()).toEqual([])
})

test('the last valid version is active, and a change continues from the newest', async () => {
  await store('attribution_windows', 1, { click_minutes: 30, conversion_days: 3 })
  await store('attribution_windows', 2, 'soon')
  expect(await readSetting(database.app, ATTRIBUTION_WINDOWS)).toMatchObject({
    ...{ value: { click_minutes: 30, conversion_days: 3 }, version: 1, unusable: 2 },
  })
  const value = { click_minutes: 10, conversion_days: 1 }
  const after = await change(ATTRIBUTION_WINDOWS, { value, version: 1 })
  expect(after).toMatchObject({ value, version: 3, unusable: null, changedBy: 'ada' })
})

test('a change is stored, audited and invalidates cached answers, or none of these', async () => {
  const state = async () => [
    (await database.owner`select name, version, value from settings`).map((row) => ({ ...row })),
    await database.owner`select count(*)::int as n from audit_log`,
    await database.owner`select count(*)::int as n from dimension_changes`,
  ]
  const before = await state()
  const failing = database.app.begin(async (tx) => {
    await writeSetting(tx, VISITOR_LINKS, { actor: 'ada', value: { use: true } })
    throw new Error('the work after it')
  })
  await expect(failing).rejects.toThrow('the work after it')
  expect(await state()).toEqual(before)
  await change(VISITOR_LINKS, { value: { use: true } })
  expect((await state())[0]).toEqual([{ name: 'visitor_links', version: 1, value: { use: true } }])
  const [entry] = await database.owner`
    select actor, action, target, details from audit_log order by audit_id desc limit 1`
  expect(entry).toEqual({
    ...{ actor: 'ada', action: 'useVisitorLinks', target: 'visitor_links' },
    details: { before: { use: false }, after: { use: true } },
  })
  expect((await state())[2]).not.toEqual(before[2])
})

test('of two changes of one version at once, one is refused', async () => {
  const to = (hours: number) =>
    change(SIGN_IN, { value: { ...SIGN_IN.first, session_hours: hours }, version: 0 }).catch((error) => error.code)
  const results = await Promise.all([to(5), to(6)])
  expect(results.filter((result) => result === 'changed_meanwhile')).toHaveLength(1)
  expect((await readSetting(database.app, SIGN_IN)).version).toBe(1)
})

test('a value that the schema refuses is not written', async () => {
  await expect(change(CURRENCY, { value: 'pounds' })).rejects.toThrow('Setting currency cannot have this value')
  const wrong = { ...firstThresholds('GBP'), min_clicks: 0 }
  await expect(change(performanceThresholds('GBP'), { value: wrong })).rejects.toThrow('min_clicks')
  expect(await database.owner`select * from settings`).toEqual([])
})

test('operators list the settings and put new versions of them in force by a command', async () => {
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {})
  await expect(printSettings(database.owner)).rejects.toThrow('has not been started yet')
  await store('reporting_time_zone', 1, 'UTC')
  await store('currency', 1, 'GBP')
  await putSetting(database.owner, 'ada', 'attribution_windows', '{"click_minutes": 30, "conversion_days": 3}')
  await store('visitor_links', 4, 'maybe')
  await printSettings(database.owner)
  const lines = printed.mock.calls.flat()
  expect(lines).toContain('attribution_windows  {"click_minutes":30,"conversion_days":3}  (version 1)')
  expect(lines).toContain('visitor_links  {"use":false}  (version 0; version 4 cannot be used)')
  await expect(putSetting(database.owner, 'ada', 'currency', '"EUR"')).rejects.toThrow("'currency' is not a setting")
  await expect(putSetting(database.owner, 'ada', 'sample_rate', 'half')).rejects.toThrow('not JSON')
  await expect(putSetting(database.owner, 'ada', 'sample_rate', '2')).rejects.toThrow('cannot have this value')
})

function change<T>(setting: Setting<T>, { value, version }: { value: T; version?: number }) {
  return database.app.begin((tx) => writeSetting(tx, setting, { actor: 'ada', value, version }))
}
