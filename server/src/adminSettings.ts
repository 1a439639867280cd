import type { Sql } from './db/client.ts'
import { reasonOf } from './lib/errors.ts'
import { readReporting } from './settings/organisation.ts'
import {
  ATTRIBUTION_WINDOWS,
  packageRules,
  performanceThresholds,
  SAMPLE_RATE,
  settingsOf,
  WITHOUT_CONSENT,
} from './settings/registry.ts'
import { readSetting, type Setting, writeSetting } from './settings/setting.ts'

// The commands of `npm run admin` for the settings in the database.

/** Prints the values in force, and versions that are invalid. */
export async function printSettings(sql: Sql): Promise<void> {
  for (const setting of settingsOf(await currencyOf(sql))) console.log(await lineOf(sql, setting))
}

async function lineOf(sql: Sql, setting: Setting<unknown>): Promise<string> {
  try {
    const { value, version, unusable } = await readSetting(sql, setting)
    const note = unusable === null ? '' : `; version ${unusable} cannot be used`
    return `${setting.name}  ${JSON.stringify(value)}  (version ${version}${note})`
  } catch (error) {
    return `${setting.name}  ${reasonOf(error)}`
  }
}

/** Sets a new version. Settings that belong to a screen, another command or the first start are not available here. */
export async function putSetting(sql: Sql, actor: string, name: string, json: string): Promise<void> {
  const currency = await currencyOf(sql)
  const settable = [
    ATTRIBUTION_WINDOWS,
    SAMPLE_RATE,
    WITHOUT_CONSENT,
    performanceThresholds(currency),
    packageRules(currency),
  ] as readonly Setting<unknown>[]
  const setting = settable.find((one) => one.name === name)
  if (setting === undefined) {
    const names = settable.map((one) => one.name).join(', ')
    throw new Error(`'${name}' is not a setting that this command changes: ${names}.`)
  }
  const { version, value } = await sql.begin((tx) => writeSetting(tx, setting, { actor, value: parsed(json) }))
  console.log(`${name}  ${JSON.stringify(value)}  (version ${version})`)
}

async function currencyOf(sql: Sql): Promise<string> {
  const reporting = await readReporting(sql)
  if (reporting === null) throw new Error('This database has not been started yet: it has no settings.')
  return reporting.currency
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new Error(`The value is not JSON: ${json}`, { cause })
  }
}
