import { roughly } from '@bx/contracts/currencies'
import type { Sql } from '../db/client.ts'
import { addDays } from '../lib/clock.ts'
import { type Pepper, pepperFingerprint } from '../lib/ids.ts'
import { localNow } from '../lib/localDay.ts'
import {
  CURRENCY,
  PEPPER_FINGERPRINT,
  RAW_DAYS,
  REPORTING_TIME_ZONE,
  SAMPLE_RATE,
  VISITORS_KNOWN_SINCE,
  WITHOUT_CONSENT,
} from './registry.ts'
import { beginWith, currentValue, writeSetting } from './setting.ts'

/** Settings that are fixed for an installation. */
export interface Organisation {
  readonly timeZone: string
  readonly currency: string
  readonly rawDays: number
  /** Largest amount of one sale, in the reporting currency; from the environment of this process. */
  readonly maxAmount: number
  readonly sampleRate: number
  readonly withoutConsent: 'drop' | 'anonymous'
  /** First day whose users are known as members or visitors; null: all are. */
  readonly visitorsFrom: string | null
}

export interface FirstSettings {
  readonly timeZone: string
  readonly currency: string
  /** null: use the stored setting. */
  readonly rawDays: number | null
  /** null: this process has none, because it sees no user ids. */
  readonly pepper: Pepper | null
  /** null: a default for the currency. */
  readonly maxAmount: number | null
}

/** Euros. */
const FIRST_MAX_AMOUNT = 1_000_000

/** Largest amount of one sale: the process's setting, else a default for the currency. */
export function maxAmountOf(given: number | null, currency: string): number {
  return given ?? Number(roughly(FIRST_MAX_AMOUNT, currency))
}

/** Currency and time zone of reports, sampling, and how long raw events are kept; null before the first start. */
export async function readReporting(
  sql: Sql,
): Promise<Pick<Organisation, 'timeZone' | 'currency' | 'sampleRate' | 'rawDays'> | null> {
  const [timeZone, currency] = [await currentValue(sql, REPORTING_TIME_ZONE), await currentValue(sql, CURRENCY)]
  if (timeZone === null || currency === null) return null
  const [rawDays, sampleRate] = [await currentValue(sql, RAW_DAYS), await currentValue(sql, SAMPLE_RATE)]
  return { timeZone, currency, rawDays, sampleRate }
}

/** Identifies the pepper that user ids were hashed with; null before the first start. */
export async function readPepperFingerprint(sql: Sql): Promise<string | null> {
  const [known] = await sql<{ isThere: boolean }[]>`select to_regclass('public.settings') is not null as "isThere"`
  return known!.isThere ? currentValue(sql, PEPPER_FINGERPRINT) : null
}

/**
 * Reads the organisation's settings. The first start stores the given ones, and later starts a changed RAW_DAYS. Throws
 * if the pepper is not the one that the stored user ids were pseudonymised with: every user would count twice.
 */
export async function openOrganisation(sql: Sql, first: FirstSettings): Promise<Organisation> {
  const fingerprint = first.pepper && pepperFingerprint(first.pepper)
  await beginWith(sql, REPORTING_TIME_ZONE, first.timeZone)
  await beginWith(sql, CURRENCY, first.currency)
  await beginWith(sql, RAW_DAYS, first.rawDays ?? RAW_DAYS.first)
  if (fingerprint !== null) await beginWith(sql, PEPPER_FINGERPRINT, fingerprint)
  await beginWith(sql, SAMPLE_RATE, SAMPLE_RATE.first)
  await beginWith(sql, WITHOUT_CONSENT, WITHOUT_CONSENT.first)
  if (first.rawDays !== null) await setRawDays(sql, first.rawDays)
  if (fingerprint !== null && (await currentValue(sql, PEPPER_FINGERPRINT)) !== fingerprint) {
    throw new Error('USER_ID_PEPPER is not the one this database was filled with; restore the old one.')
  }
  const reporting = (await readReporting(sql))!
  return {
    ...reporting,
    maxAmount: maxAmountOf(first.maxAmount, reporting.currency),
    withoutConsent: await currentValue(sql, WITHOUT_CONSENT),
    visitorsFrom: await readVisitorsFrom(sql, reporting.timeZone),
  }
}

/** The day after the upgrade that introduced visitors; null if nothing was stored before. */
async function readVisitorsFrom(sql: Sql, timeZone: string): Promise<string | null> {
  const since = await currentValue(sql, VISITORS_KNOWN_SINCE)
  return since === null ? null : addDays(localNow(Date.parse(since), timeZone).day, 1)
}

/** Writes a new version if it differs; processes that start at the same time write one. */
function setRawDays(sql: Sql, days: number): Promise<void> {
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext(${RAW_DAYS.name}))`
    if ((await currentValue(tx, RAW_DAYS)) !== days)
      await writeSetting(tx, RAW_DAYS, { actor: 'RAW_DAYS', value: days })
  })
}
