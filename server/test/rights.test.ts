import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { audit } from '../src/accounts/audit.ts'
import { createWriteKey } from '../src/accounts/keys.ts'
import { removeDemoAccess } from '../src/accounts/removeDemoAccess.ts'
import { saveStaff } from '../src/accounts/saveStaff.ts'
import { verifyAudit } from '../src/accounts/verifyAudit.ts'
import { assertLeastPrivilege } from '../src/db/assertLeastPrivilege.ts'
import type { Sql } from '../src/db/client.ts'
import { randomPassword, withLogin } from '../src/db/logins.ts'
import { openPool } from '../src/db/openPool.ts'
import { assertPurpose, markDemo } from '../src/db/purpose.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'

// Databases and logins on which the system does not start, and the detection of changes to its audit log.

/** Changes an entry and its hash: the next entry still has the old hash. */
const FORGED_HASH = `update audit_log set target = 'x' where chain_no = 5;
  update audit_log set hash = sha256(previous_hash || audit_content(audit_log)) where chain_no = 5`
const SLIPPED_IN = `insert into audit_log (actor, action, target) values ('eve', 'x', 'x')`
const SWAPPED = `update audit_log a set actor = b.actor, action = b.action, target = b.target, details = b.details, at = b.at
  from audit_log b where (a.chain_no, b.chain_no) in ((5, 20), (20, 5))`

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 1 })
})

const entry = (target: string) => ({ actor: 'eve@example.com', action: 'updateMerchant', target, details: { n: 1 } })

describe('the audit log', () => {
  let superuser: Sql

  beforeAll(async () => {
    superuser = openPool({
      url: withLogin(database.url, ...loginOf(inject('superuserUrl'))),
      max: 1,
      name: 'test superuser',
    })
    // Many writers at once, some with several entries, some that end without a commit.
    await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        database.app
          .begin(async (tx) => {
            for (let n = 0; n <= i % 3; n++) await audit(tx, entry(`merchant ${i}`))
            if (i % 7 === 0) throw new Error('changed its mind')
          })
          .catch(() => {}),
      ),
    )
    await superuser`create table kept as select * from audit_log`
  })

  afterAll(() => superuser.end({ timeout: 1 }))

  test('is one chain in the order of commits, also with concurrent commits', async () => {
    const [row] = await database.owner<{ entries: number; last: number }[]>`
      select count(*) as entries, max(chain_no) as last from audit_log`
    expect(row!.entries).toBeGreaterThan(40)
    expect(row!.last).toBe(row!.entries)
    expect(await verifyAudit(database.owner)).toMatchObject({ intact: true, entries: row!.entries })
  })

  test('does not make writers wait for each other’s transactions', async () => {
    await database.app.begin(async (slow) => {
      await audit(slow, entry('slow'))
      await database.app.begin((quick) => audit(quick, entry('quick')))
    })
    const rows = await database.owner`select target from audit_log order by chain_no desc limit 2`
    expect(rows.map(({ target }) => target)).toEqual(['slow', 'quick'])
    await superuser`drop table kept`
    await superuser`create table kept as select * from audit_log`
  })

  test.each([
    ['an entry is changed', `update audit_log set target = 'x' where chain_no = 5`, /^entry 5 .* was changed/],
    ['its hash is made to fit', FORGED_HASH, /^entry 6 .* was changed/],
    ['an entry is removed', 'delete from audit_log where chain_no = 5', /^Entry 5 is missing/],
    ['the newest are removed', 'delete from audit_log where chain_no > 30', /^Entry 31 is missing, and all after/],
    ['all are removed', 'delete from audit_log', /^Entry 1 is missing/],
    ['one is slipped in', SLIPPED_IN, /added past the chain/],
    ['two change places', SWAPPED, /^entry 5 .* was changed/],
  ])('shows that %s, and names the first', async (_, damage, problem) => {
    await superuser.unsafe(`set session_replication_role = replica; ${damage}; reset session_replication_role`)
    expect(await verifyAudit(database.owner)).toEqual({ intact: false, problem: expect.stringMatching(problem) })
    await superuser.unsafe(`set session_replication_role = replica; delete from audit_log;
      insert into audit_log overriding system value select * from kept; reset session_replication_role`)
    expect(await verifyAudit(database.owner)).toMatchObject({ intact: true })
  })

  test('that was rewritten as a whole is detected by an external anchor', async () => {
    const before = await verifyAudit(database.owner)
    const anchors = before.intact && before.anchor ? [before.anchor] : []
    await superuser.unsafe(`set session_replication_role = replica; delete from audit_log;
      update audit_head set chain_no = 0, hash = ''; reset session_replication_role`)
    await audit(database.app, entry('history as somebody would like it'))
    expect(await verifyAudit(database.owner)).toMatchObject({ intact: true, entries: 1 })
    expect(await verifyAudit(database.owner, anchors)).toMatchObject({ intact: false })
  })

  test('is verified by a command that exits 1 and says what is wrong', async () => {
    expect(await admin('verify-audit')).toMatchObject({ code: 0, output: expect.stringContaining('intact: 1 entries') })
    expect(await admin('verify-audit', '--anchor', `1:${'0'.repeat(64)}`)).toMatchObject({ code: 1 })
    await superuser.unsafe(`update audit_log set actor = 'nobody'`)
    expect(await admin('verify-audit')).toMatchObject({ code: 1, output: expect.stringContaining('entry 1 (audit_id') })
  })

  test('masks personal data in a target, except addresses of accounts', async () => {
    await saveStaff(database.app, 'test', {
      email: 'real@example.com',
      name: 'R',
      role: 'viewer',
      password: 'long-enough-for-1-test',
    })
    for (const target of ['real@example.com', 'other@example.com', '+44 7700 900123'])
      await audit(database.app, entry(target))
    const rows =
      await database.owner`select target from audit_log where action = 'updateMerchant' order by audit_id desc limit 3`
    expect(rows.map(({ target }) => target)).toEqual(['[phone number]', '[e-mail]', 'real@example.com'])
  })

  async function admin(...args: string[]): Promise<{ code: number; output: string }> {
    const env = { ...process.env, DATABASE_URL: database.url }
    return promisify(execFile)(process.execPath, [join(import.meta.dirname, '../src/admin.ts'), ...args], { env }).then(
      ({ stdout }) => ({ code: 0, output: stdout }),
      ({ code, stdout }: { code: number; stdout: string }) => ({ code, output: stdout }),
    )
  }
})

describe('the application’s login', () => {
  test('is rejected with advice when it has more rights than the application needs', async () => {
    const superuser = openPool({ url: inject('superuserUrl'), max: 1, name: 'test superuser' })
    const password = randomPassword()
    const refusal = async (attributes: string, grants: string) => {
      const name = `test_login_${randomBytes(4).toString('hex')}`
      await superuser.unsafe(
        `create role ${name} login password '${password}' ${attributes}; grant ${grants} to ${name}`,
      )
      const sql = openPool({ url: withLogin(database.url, name, password), max: 1, name })
      const message = await assertLeastPrivilege(sql).then(
        () => null,
        (error: Error) => error.message.replaceAll(name, 'x'),
      )
      await sql.end({ timeout: 1 })
      await superuser.unsafe(`drop role ${name}`)
      return message
    }
    expect(await refusal('', 'bx_app')).toBeNull()
    expect(await refusal('superuser', 'bx_app')).toMatch(/'x' is a superuser\. .*create-logins/)
    expect(await refusal('bypassrls', 'bx_app')).toMatch(/BYPASSRLS/)
    expect(await refusal('createrole', 'bx_app')).toMatch(/CREATEROLE/)
    expect(await refusal('', 'bx_app, bx_owner')).toMatch(/owns the tables/)
    expect(await refusal('noinherit', 'bx_app, bx_owner')).toMatch(/owns the tables/)
    expect(await refusal('', 'bx_app, pg_write_all_data')).toMatch(/owns the tables/)
    expect(await refusal('', 'bx_merchant')).toMatch(/is not a member of bx_app/)
    await expect(assertLeastPrivilege(database.owner)).rejects.toThrow(/owns the tables/)
    await superuser.end({ timeout: 1 })
  })

  test('is requested by name when it is missing, and the owner’s is not used instead', async () => {
    const env = { ...process.env, DATABASE_URL: database.url, APP_DATABASE_URL: '', PORT: '0' }
    const pepper = randomBytes(32).toString('hex')
    for (const role of ['all', 'api', 'worker']) {
      const ended = await promisify(execFile)(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
        env: { ...env, ROLE: role, USER_ID_PEPPER: pepper },
      }).then(
        () => ({ code: 0, stdout: '', stderr: '' }),
        (error: { code: number; stdout: string; stderr: string }) => error,
      )
      expect(ended.code).toBe(1)
      expect(ended.stdout + ended.stderr).toContain('APP_DATABASE_URL is missing')
    }
  })
})

describe('a database', () => {
  test('of an installation never becomes a demo, and the other way round', async () => {
    const [demo, real] = [await createTestDatabase({ rawDays: 1 }), await createTestDatabase({ rawDays: 1 })]
    for (const purpose of ['demo', 'installation'] as const) await assertPurpose(demo.owner, purpose)
    await markDemo(demo.owner)
    await assertPurpose(demo.owner, 'demo')
    for (const sql of [demo.owner, demo.app])
      await expect(assertPurpose(sql, 'installation')).rejects.toThrow(/holds the demo/)
    await createWriteKey(real.app, 'admin', { name: 'Shop', kind: 'browser' })
    await expect(assertPurpose(real.owner, 'demo')).rejects.toThrow(/belongs to an installation/)
    await assertPurpose(real.owner, 'installation')
  })

  test('with accounts and keys of a demo is refused until they are disabled', async () => {
    const real = await createTestDatabase({ rawDays: 1 })
    const staff = {
      email: 'demo@example.com',
      name: 'Demo',
      role: 'admin',
      password: 'long-enough-for-1-test',
    } as const
    await saveStaff(real.app, 'demo', staff)
    const { keyId } = await createWriteKey(real.app, 'demo', { name: 'Demo shop', kind: 'browser' })
    const refused = new RegExp(`account demo@example.com, key ${keyId}`)
    await expect(assertPurpose(real.owner, 'installation')).rejects.toThrow(refused)
    expect(await removeDemoAccess(real.owner, 'test')).toEqual({ accounts: 1, keys: 1 })
    await assertPurpose(real.owner, 'installation')
  })
})

function loginOf(url: string): [string, string] {
  const { username, password } = new URL(url)
  return [username, password]
}
