import type { Sql } from './client.ts'

// A demo has accounts and keys that anybody can read in its files, and invented data; an installation must have
// neither. The purpose of a database is set at its first use, and checked at every start.

export type Purpose = 'demo' | 'installation'

const DEMO_MARKER = 'demo'
/** Settings of demos from releases without the marker. */
const DEMO_SETTINGS = [DEMO_MARKER, 'demo_world_start']

/** Call before anything is changed: throws if the database is in use for the other purpose. */
export async function assertPurpose(sql: Sql, purpose: Purpose): Promise<void> {
  const [known] = await sql<{ isThere: boolean }[]>`select to_regclass('public.settings') is not null as "isThere"`
  if (!known!.isThere) return
  const [found] = await sql<{ isDemo: boolean; isUsed: boolean }[]>`
    select exists (select from settings where name in ${sql(DEMO_SETTINGS)}) as "isDemo",
      exists (select from settings) or exists (select from staff_users) or exists (select from write_keys) as "isUsed"`
  const { isDemo, isUsed } = found!
  if (purpose === 'demo' && isUsed && !isDemo) {
    throw new Error(
      'This database belongs to an installation, and `npm start` would fill it with demo data and accounts. Run ' +
        '`npm run serve`, or let DATABASE_URL or DATA_DIR name another one for the demo.',
    )
  }
  if (purpose === 'installation' && isDemo) {
    throw new Error(
      'This database holds the demo of `npm start`: its data never happened and its accounts are public. Let ' +
        'DATABASE_URL or DATA_DIR name another one.',
    )
  }
  if (purpose === 'installation') await refuseDemoAccess(sql)
}

/** Marks a new database as a demo, before any other setting, so that an interrupted start leaves it marked. */
export async function markDemo(sql: Sql): Promise<void> {
  await sql`insert into settings (name, version, value, changed_by) values (${DEMO_MARKER}, 1, 'true', 'demo')
    on conflict do nothing`
}

/** Refuses accounts and keys that a demo created, wherever they came from (for example a dump). */
async function refuseDemoAccess(sql: Sql): Promise<void> {
  const rows = await sql<{ what: string }[]>`
    with made as (select target from audit_log where actor = 'demo')
    select 'account ' || email as what from staff_users
      where disabled_at is null and (email = 'demo@example.com' or email in (select target from made))
    union all
    select 'key ' || key_id from write_keys where revoked_at is null and key_id in (select target from made)
    union all
    select 'key ' || key_id from merchant_api_keys where revoked_at is null and key_id in (select target from made)`
  if (rows.length === 0) return
  const names = rows.map(({ what }) => what).join(', ')
  throw new Error(
    `This database has access that a demo made and anybody may know: ${names}. ` +
      'Disable it with `npm run admin -- remove-demo-access`.',
  )
}
