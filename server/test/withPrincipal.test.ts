import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MerchantPrincipal, Principal } from '../src/accounts/principal.ts'
import { NOBODY } from '../src/accounts/principal.ts'
import type { Sql, Tx } from '../src/db/client.ts'
import { openPool } from '../src/db/openPool.ts'
import { withPrincipal } from '../src/serve/withPrincipal.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'

// A merchant's query only sees that merchant's rows. Tested on one relation with the planned structure: a view with its reader's
// rights over a rollup with a row policy.

const [A, B] = [randomUUID(), randomUUID()]

let database: TestDatabase
/** One connection, so that each transaction follows another one on it. */
let merchants: Sql

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 1 })
  const { owner } = database
  for (const [merchant, impressions] of [
    [A, 10],
    [B, 987_654_321],
  ] as const)
    await owner`insert into merchant_daily values (${merchant}, '2026-11-22', false, ${impressions})`
  await owner.unsafe(`
    create view own_days with (security_invoker = on) as select merchant_id, day, impressions from merchant_daily;
    alter table merchant_daily enable row level security, force row level security;
    create policy all_rows on merchant_daily to bx_app using (true) with check (true);
    create policy own_rows on merchant_daily for select to bx_merchant using (merchant_id = current_merchant_id());
    grant select on own_days, merchant_daily to bx_merchant`)
  merchants = openPool({ url: database.merchantUrl, max: 1, name: 'test merchants' })
})

afterAll(() => merchants.end({ timeout: 1 }))

const merchant = (merchantId: string): MerchantPrincipal => ({
  ...{ kind: 'merchant', merchantId, by: { kind: 'key', keyId: 'merchant_x' } },
})
const ask = <T>(merchantId: string, read: (tx: Tx) => Promise<T>) =>
  withPrincipal(merchants, merchant(merchantId), read)
const seen = (rows: readonly object[]) => JSON.stringify(rows)

test('a merchant reads its own rows, and the owner and the application read all', async () => {
  const own = (tx: Tx) => tx`select merchant_id, impressions from own_days`
  expect(await ask(A, own)).toEqual([{ merchant_id: A, impressions: 10 }])
  expect(await ask(B, own)).toEqual([{ merchant_id: B, impressions: 987_654_321 }])
  for (const sql of [database.owner, database.app])
    expect(await sql`select sum(impressions)::int as n from merchant_daily`).toEqual([{ n: 987_654_331 }])
})

test.each([
  ['another merchant by its id', `select * from own_days where merchant_id = '${B}'`],
  ['everything', 'select * from own_days where true or merchant_id is null'],
  ['the table below the view', 'select * from merchant_daily'],
  ['a total', 'select sum(impressions), count(*), max(merchant_id::text) from own_days'],
  ['a join with itself', 'select b.* from own_days a full join merchant_daily b on true'],
  [
    'what a function may see before the policy',
    `select * from own_days where (1 / (impressions - 987654321)) is not null`,
  ],
  ['with another role taken off first', 'reset role; select * from merchant_daily'],
])('a merchant that asks for %s sees nothing of the others', async (_, question) => {
  const answer = await ask(A, async (tx) => seen((await tx.unsafe(question)).flat()))
  expect(answer).not.toContain(B)
  expect(answer).not.toContain('9876543')
})

test.each([
  ['facts', 'select * from exposure_events'],
  ['merchants', 'select * from merchant_dim'],
  ['staff', 'select * from staff_users'],
  ['what it may read, to change it', 'update merchant_daily set impressions = 0'],
  ['the role of the application', 'set role bx_app'],
])('a merchant is refused %s', async (_, question) => {
  await expect(ask(A, (tx) => tx.unsafe(question))).rejects.toMatchObject({
    code: expect.stringMatching(/42501|25006/),
  })
})

test('nothing of it is left for the next transaction on the connection, however the last one ended', async () => {
  const rest = () =>
    merchants.begin(
      (tx) => tx`
    select current_merchant_id() as merchant, (select count(*) from own_days) as rows, pg_backend_pid() as connection`,
    )
  await ask(A, (tx) => tx`select 1`)
  const [after] = await rest()
  await expect(ask(B, (tx) => tx`select 1 / 0`)).rejects.toMatchObject({ code: '22012' })
  await expect(ask(B, () => Promise.reject(new Error('changed its mind')))).rejects.toThrow('changed its mind')
  const [afterFailure] = await rest()
  expect([after, afterFailure]).toEqual([after, after])
  expect(after).toMatchObject({ merchant: null, rows: 0 })
})

test('many merchants at a time each see their own', async () => {
  const pool = openPool({ url: database.merchantUrl, max: 3, name: 'test merchants' })
  const read = (id: string) => withPrincipal(pool, merchant(id), (tx) => tx`select merchant_id from own_days`)
  const asked = Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? B : A))
  const answers = await Promise.all(asked.map(read))
  expect(answers.map(([row]) => row!.merchant_id)).toEqual(asked)
  await pool.end({ timeout: 1 })
})

const staff = { kind: 'staff', email: 'a@example.com', permissions: new Set() } as unknown as Principal
test.each<readonly [string, Principal]>([
  ['staff', staff],
  ['a server key', { kind: 'key', keyId: 'k', keyKind: 'server' }],
  ['nobody', NOBODY],
  ['a merchant without an id', merchant('')],
  ['an id that is none', merchant("' or true --")],
])('%s is refused before a statement is sent', async (_, principal) => {
  let isRead = false
  const read = async () => {
    isRead = true
  }
  await expect(withPrincipal(merchants, principal, read)).rejects.toMatchObject({ code: 'forbidden' })
  expect(isRead).toBe(false)
})

test('the application’s login cannot become a merchant, so a question on the wrong pool fails', async () => {
  await expect(withPrincipal(database.app, merchant(A), (tx) => tx`select 1`)).rejects.toMatchObject({ code: '42501' })
})
