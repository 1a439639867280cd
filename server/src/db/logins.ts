import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import type { Sql } from './client.ts'

// The product uses three logins, none of them a superuser: the owner of the tables (migrations, partitions,
// maintenance), `bx_app` (requests and workers) and `bx_merchant` (merchants' requests). Each is a separate login,
// because a role that a session can drop (`set role none`) protects nothing.

/** Owns the database of an embedded installation. Elsewhere the owner is the login of DATABASE_URL. */
export const OWNER = 'bx_owner'

export interface LoginPasswords {
  readonly bx_app: string
  readonly bx_merchant: string
  readonly bx_owner?: string
}

/** Creates missing logins and sets their passwords. Needs a superuser or CREATEROLE. */
export async function createLogins(admin: Sql, passwords: LoginPasswords): Promise<void> {
  for (const [role, password] of Object.entries(passwords)) {
    await admin.unsafe(`
      do $$ begin
        create role ${role};
      exception when duplicate_object or unique_violation then null;
      end $$`)
    // The server never sees the password, so it cannot appear in its log.
    await admin.unsafe(`alter role ${role} login password '${scramVerifier(password)}'`)
  }
}

/**
 * Gives the connected database and everything in it to `bx_owner`, who may then grant the other two roles. Does nothing
 * if that is already so. Needs a superuser.
 */
export async function giveToOwner(superuser: Sql): Promise<void> {
  await superuser.begin(async (tx) => {
    await tx.unsafe(`grant bx_app, bx_merchant to ${OWNER} with admin option`)
    await tx.unsafe(MOVE_DEFAULT_PRIVILEGES)
    await tx.unsafe(GIVE_AWAY)
  })
}

/** Default grants on the former owner's new tables move to the new owner, until a migration changes them. */
const MOVE_DEFAULT_PRIVILEGES = `
  do $$ declare former record; begin
    for former in
      select distinct defaclrole::regrole as role from pg_default_acl
      where defaclnamespace = 'public'::regnamespace and defaclrole <> '${OWNER}'::regrole
    loop
      execute format('alter default privileges for role %s in schema public revoke all on tables from bx_app', former.role);
      execute format('alter default privileges for role %s in schema public revoke all on sequences from bx_app', former.role);
      alter default privileges for role ${OWNER} in schema public grant select, insert, update, delete on tables to bx_app;
      alter default privileges for role ${OWNER} in schema public grant usage on sequences to bx_app;
    end loop;
  end $$`

/** Identity sequences and indexes follow their tables. */
const GIVE_AWAY = `
  do $$ declare statement text; begin
    for statement in
      select format('alter database %I owner to ${OWNER}', datname) from pg_database
        where datname = current_database() and datdba <> '${OWNER}'::regrole
      union all
      select format('alter %s %s owner to ${OWNER}', case relkind when 'v' then 'view' else 'table' end, oid::regclass)
        from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')
          and relowner <> '${OWNER}'::regrole
      union all
      select format('alter routine %s owner to ${OWNER}', p.oid::regprocedure) from pg_proc p
        where pronamespace = 'public'::regnamespace and proowner <> '${OWNER}'::regrole
          and not exists (select from pg_depend where objid = p.oid and deptype = 'e')
      union all
      select format('alter type %s owner to ${OWNER}', oid::regtype) from pg_type
        where typnamespace = 'public'::regnamespace and typtype in ('e', 'd') and typowner <> '${OWNER}'::regrole
    loop
      execute statement;
    end loop;
  end $$`

/** The URL with another login, otherwise unchanged. */
export function withLogin(url: string, role: string, password: string): string {
  const changed = new URL(url)
  changed.username = role
  changed.password = password
  return changed.href
}

export function randomPassword(): string {
  return randomBytes(24).toString('base64url')
}

/** The form in which PostgreSQL stores a password (RFC 5803). */
function scramVerifier(password: string): string {
  const iterations = 4096
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const clientKey = createHmac('sha256', salted).update('Client Key').digest()
  const storedKey = createHash('sha256').update(clientKey).digest('base64')
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}
