// The superuser of an embedded cluster is used only here: it creates the product's logins and gives them the database.
// Their passwords are in the cluster's folder, readable by its user only, and are created once. Setting them at each
// start repairs an interrupted start and upgrades clusters of earlier releases.
import { chown, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLogins, giveToOwner, OWNER, randomPassword, withLogin } from '../logins.ts'
import { openPool } from '../openPool.ts'
import type { RunAs } from './user.ts'

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

/** An emptied file is created again: only this start depends on the password. */
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
