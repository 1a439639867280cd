import { type Pepper, pepperFingerprint } from '../lib/ids.ts'
import type { Sql } from './db.ts'

/** What is fixed for an installation. */
export interface Organisation {
  readonly timeZone: string
  readonly currency: string
  readonly rawDays: number
  /** Largest amount of one sale, in the reporting currency; from the environment of this process. */
  readonly maxAmount: number
  readonly sampleRate: number
  readonly withoutConsent: 'drop' | 'anonymous'
}

/** Days raw rows are kept unless RAW_DAYS says otherwise. */
const FIRST_RAW_DAYS = 30

export interface FirstSettings {
  readonly timeZone: string
  readonly currency: string
  /** null: as it is set, or FIRST_RAW_DAYS. */
  readonly rawDays: number | null
  /** null: this process has none, because it sees no user ids. */
  readonly pepper: Pepper | null
  readonly maxAmount: number
}

/** What amounts and days are reported in, what is sampled and how long raw events are kept; null before the first start. */
export async function readReporting(
  sql: Sql,
): Promise<Pick<Organisation, 'timeZone' | 'currency' | 'sampleRate' | 'rawDays'> | null> {
  const rows = await sql<{ name: string; value: string }[]>`
    select name, value #>> '{}' as value from current_settings
    where name in ('reporting_time_zone', 'currency', 'raw_days', 'sample_rate')`
  const values = Object.fromEntries(rows.map(({ name, value }) => [name, value]))
  const { reporting_time_zone: timeZone, currency, raw_days: rawDays, sample_rate: sampleRate } = values
  if (!timeZone || !currency || !rawDays) return null
  return { timeZone, currency, rawDays: Number(rawDays), sampleRate: Number(sampleRate ?? 1) }
}

/** What tells the pepper that user ids were hashed with from others; null before the first start. */
export async function readPepperFingerprint(sql: Sql): Promise<string | null> {
  const [known] = await sql<{ isThere: boolean }[]>`select to_regclass('public.settings') is not null as "isThere"`
  if (!known!.isThere) return null
  const [row] = await sql<{ value: string }[]>`
    select value #>> '{}' as value from settings where name = 'pepper_fingerprint' order by version desc limit 1`
  return row?.value ?? null
}

/**
 * Reads the organisation's settings; at the first start takes those given, and later the days raw rows are kept. Throws when the pepper is not the one the
 * stored user ids were folded with, because every user would count twice from then on.
 */
export async function openOrganisation(sql: Sql, first: FirstSettings): Promise<Organisation> {
  const fingerprint = first.pepper && pepperFingerprint(first.pepper)
  const defaults = {
    reporting_time_zone: first.timeZone,
    currency: first.currency,
    raw_days: first.rawDays ?? FIRST_RAW_DAYS,
    pepper_fingerprint: fingerprint,
    sample_rate: 1,
    without_consent: 'drop',
  }
  for (const [name, value] of Object.entries(defaults).filter(([, given]) => given !== null)) {
    await sql`insert into settings (name, version, value, changed_by)
      values (${name}, 1, ${JSON.stringify(value)}::text::jsonb, 'system') on conflict do nothing`
  }
  if (first.rawDays !== null) await setRawDays(sql, first.rawDays)
  const rows = await sql<{ name: string; value: unknown }[]>`select name, value from current_settings`
  const values = Object.fromEntries(rows.map((row) => [row.name, row.value])) as typeof defaults
  if (fingerprint !== null && values.pepper_fingerprint !== fingerprint) {
    throw new Error('USER_ID_PEPPER is not the one this database was filled with; restore the old one.')
  }
  return {
    timeZone: values.reporting_time_zone,
    currency: values.currency,
    rawDays: values.raw_days,
    maxAmount: first.maxAmount,
    sampleRate: values.sample_rate,
    withoutConsent: values.without_consent === 'anonymous' ? 'anonymous' : 'drop',
  }
}

/** A new version when it differs; processes that start together write one. */
async function setRawDays(sql: Sql, days: number): Promise<void> {
  await sql`
    insert into settings (name, version, value, changed_by)
    select name, version + 1, to_jsonb(${days}::int), 'RAW_DAYS' from current_settings
    where name = 'raw_days' and value <> to_jsonb(${days}::int)
    on conflict do nothing`
}
