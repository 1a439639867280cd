import type { Sql } from './client.ts'

const ADVICE =
  'Set APP_DATABASE_URL to a login that is a member of bx_app and nothing else: `npm run admin -- create-logins` creates one.'

/**
 * Refuses a login with more rights than the application needs. A bug in the application, or an attacker who takes it
 * over, must not be able to rewrite the audit log or the schema.
 */
export async function assertLeastPrivilege(app: Sql): Promise<void> {
  const [login] = await app<
    {
      name: string
      superuser: boolean
      bypassesPolicies: boolean
      makesRoles: boolean
      owns: boolean
      worksAsApp: boolean
    }[]
  >`
    select session_user::text as name, rolsuper as superuser, rolbypassrls as "bypassesPolicies", rolcreaterole as "makesRoles",
      exists (select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')
          and pg_has_role(session_user, relowner, 'member'))
        or pg_has_role(session_user, 'pg_write_all_data', 'member')
        or exists (select from pg_database where datname = current_database() and pg_has_role(session_user, datdba, 'member'))
        as owns,
      pg_has_role(session_user, 'bx_app', 'usage') as "worksAsApp"
    from pg_roles where rolname = session_user`
  const { name, superuser, bypassesPolicies, makesRoles, owns, worksAsApp } = login!
  const reasons = [
    superuser && 'is a superuser',
    !superuser && bypassesPolicies && 'bypasses row-level security (BYPASSRLS)',
    !superuser && makesRoles && 'may create roles (CREATEROLE)',
    !superuser && owns && 'owns the tables, or is a member of a role that does',
    !worksAsApp && 'is not a member of bx_app',
  ].filter((reason) => reason !== false)
  if (reasons.length > 0)
    throw new Error(`The application's database login '${name}' ${reasons.join(' and ')}. ${ADVICE}`)
}
