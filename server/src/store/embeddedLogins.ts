// The superuser of an embedded cluster is used here only: it makes the logins that the product works with and gives
// them the database. Their passwords lie in the cluster's folder, readable by its user only, and are made once; setting
// them at each start mends whatever a kill in between left behind, and brings clusters of earlier releases up to date.
import { chown, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openPool } from './db.ts'
import type { RunAs } from './embeddedUser.ts'
import { createLogins, giveToOwner, OWNER, randomPassword, withLogin } from './logins.ts'

export interface LoginUrls {
  /** Owns the tables: migrations, partitions, maintenance. */
  readonly url: string
  /** Requests and workers. */
  readonly appUrl: string
  /** Merchants' requests. */
  readonly merchantUrl: string
}

export async function openLogins(dataDir: string, user: RunAs | null, superuserUrl: string): Promise<LoginUrls> {
  const passwords = {
    [OWNER]: await passwordOf(dataDir, user, OWNER),
    bx_app: await passwordOf(dataDir, user, 'bx_app'),
    bx_merchant: await passwordOf(dataDir, user, 'bx_merchant'),
  } as const
  const superuser = openPool({ url: superuserUrl, max: 1, name: 'bx bootstrap' })
  try {
    await createLogins(superuser, passwords)
    await giveToOwner(superuser)
  } finally {
    await superuser.end({ timeout: 5 })
  }
  return {
    url: withLogin(superuserUrl, OWNER, passwords[OWNER]),
    appUrl: withLogin(superuserUrl, 'bx_app', passwords.bx_app),
    merchantUrl: withLogin(superuserUrl, 'bx_merchant', passwords.bx_merchant),
  }
}

/** A file that was emptied is made again: nothing but this start depends on the password. */
async function passwordOf(dataDir: string, user: RunAs | null, role: string): Promise<string> {
  const file = join(dataDir, `${role}.password`)
  const kept = await readFile(file, 'utf8').catch(() => '')
  if (kept !== '') return kept
  const password = randomPassword()
  const unfinished = `${file}.new`
  await writeFile(unfinished, password, { mode: 0o600 })
  if (user) await chown(unfinished, user.uid, user.gid)
  await rename(unfinished, file)
  return password
}
