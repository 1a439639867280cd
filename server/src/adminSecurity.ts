// Commands of `npm run admin` about database rights and the audit log.

import { removeDemoAccess } from './accounts/removeDemoAccess.ts'
import { type AuditAnchor, verifyAudit } from './accounts/verifyAudit.ts'
import type { Config } from './config.ts'
import type { Sql } from './db/client.ts'
import { createLogins, randomPassword, withLogin } from './db/logins.ts'
import { readDatabaseUrl } from './run/databaseUrl.ts'

/** Creates the logins of the application and of merchants, or sets new passwords. */
export async function makeLogins(sql: Sql, config: Config): Promise<void> {
  if (config.database.kind !== 'url') throw new Error('An embedded database already has its logins.')
  const url = await readDatabaseUrl(config)
  const passwords = { bx_app: randomPassword(), bx_merchant: randomPassword() }
  await createLogins(sql, passwords).catch((cause: unknown) => {
    throw new Error('DATABASE_URL must name a superuser or a role with CREATEROLE for this command.', { cause })
  })
  console.log(`APP_DATABASE_URL=${withLogin(url, 'bx_app', passwords.bx_app)}`)
  console.log(`# for merchants' requests: ${withLogin(url, 'bx_merchant', passwords.bx_merchant)}`)
  console.log('# Shown once: store them now. Running the command again sets new passwords.')
}

/** @param anchors `entry:hash`, as this command and the log line audit_anchor print them */
export async function checkAudit(sql: Sql, anchors: readonly string[]): Promise<void> {
  const verdict = await verifyAudit(sql, anchors.map(anchorOf))
  if (!verdict.intact) {
    console.log(`The audit log is not intact. ${verdict.problem}`)
    process.exitCode = 1
    return
  }
  console.log(`The audit log is intact: ${verdict.entries} entries.`)
  if (verdict.anchor) {
    console.log(`Keep this anchor outside the database: --anchor ${verdict.anchor.entry}:${verdict.anchor.hash}`)
  }
}

export async function dropDemoAccess(sql: Sql): Promise<void> {
  const { accounts, keys } = await removeDemoAccess(sql, 'admin command')
  console.log(`Demo accounts disabled: ${accounts}. Demo keys revoked: ${keys}.`)
}

function anchorOf(text: string): AuditAnchor {
  const [, entry, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text) ?? []
  if (entry === undefined || hash === undefined) throw new Error(`--anchor expects ENTRY:HASH, not '${text}'.`)
  return { entry: Number(entry), hash }
}
