import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import type { LoginUrls } from '../../src/db/embedded/logins.ts'
import { startEmbeddedPostgres } from '../../src/db/embedded/startEmbeddedPostgres.ts'
import { createLogins, OWNER, randomPassword, withLogin } from '../../src/db/logins.ts'
import { openPool } from '../../src/db/openPool.ts'
import { prepareSchema } from '../../src/facts/prepareSchema.ts'
import { makeMovableClock } from './moveClock.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's cluster, one URL for each login; its database `template_bx` is migrated. The superuser makes databases. */
    superuserUrl: string
    ownerUrl: string
    appUrl: string
    merchantUrl: string
  }
}

/** Three test files at a time, each with several databases and pools; vacuuming a hundred small databases would take a core. */
const SETTINGS = { max_connections: '200', autovacuum_naptime: '1h' }

// One cluster per run. TEST_DATABASE_URL names another server instead (PostgreSQL 15, for instance), as a superuser.
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const folder = mkdtempSync(join(tmpdir(), 'bx-test-'))
  chmodSync(folder, 0o755) // as root, PostgreSQL runs as another user, who needs access
  const cluster = given
    ? null
    : await startEmbeddedPostgres({ dataDir: join(folder, 'pg'), durable: false, settings: SETTINGS })
  const superuserUrl = given ?? cluster!.superuserUrl
  const logins = cluster ?? (await loginsOf(superuserUrl))
  await makeTemplate(superuserUrl, logins.url)
  project.provide('superuserUrl', superuserUrl)
  project.provide('ownerUrl', logins.url)
  project.provide('appUrl', logins.appUrl)
  project.provide('merchantUrl', logins.merchantUrl)
  return async () => {
    await cluster?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function loginsOf(superuserUrl: string): Promise<LoginUrls> {
  const passwords = { bx_app: randomPassword(), bx_merchant: randomPassword(), [OWNER]: randomPassword() }
  const superuser = openPool({ url: superuserUrl, max: 1, name: 'test logins' })
  await createLogins(superuser, passwords)
  await superuser.unsafe(`grant bx_app, bx_merchant to ${OWNER} with admin option`)
  await superuser.end()
  return {
    url: withLogin(superuserUrl, OWNER, passwords[OWNER]),
    appUrl: withLogin(superuserUrl, 'bx_app', passwords.bx_app),
    merchantUrl: withLogin(superuserUrl, 'bx_merchant', passwords.bx_merchant),
  }
}

async function makeTemplate(superuserUrl: string, ownerUrl: string): Promise<void> {
  const superuser = postgres(superuserUrl, { max: 1, onnotice: () => {} })
  await superuser`drop database if exists template_bx with (force)`
  await superuser.unsafe(`create database template_bx owner ${OWNER}`)
  await superuser.end()
  const inTemplate = postgres(withDatabase(superuserUrl, 'template_bx'), { max: 1, onnotice: () => {} })
  await makeMovableClock(inTemplate, 'template_bx')
  await inTemplate.end()
  const template = openPool({ url: withDatabase(ownerUrl, 'template_bx'), max: 1, name: 'test template' })
  await prepareSchema(template)
  await template.end()
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
