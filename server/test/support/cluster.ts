import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../src/store/embedded.ts'
import { migrate } from '../../src/store/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the run's cluster; its database `template_bx` is migrated. */
    databaseUrl: string
  }
}

// One cluster per run. TEST_DATABASE_URL names another server instead (PostgreSQL 15, for instance).
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const folder = mkdtempSync(join(tmpdir(), 'bx-test-'))
  chmodSync(folder, 0o755) // as root, PostgreSQL runs as another user, who must get in
  const cluster = given ? null : await startEmbeddedPostgres({ dataDir: join(folder, 'pg'), durable: false })
  const url = given ?? cluster!.url
  await makeTemplate(url)
  project.provide('databaseUrl', url)
  return async () => {
    await cluster?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function makeTemplate(url: string): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  await admin`drop database if exists template_bx with (force)`
  await admin`create database template_bx`
  await admin.end()
  const template = postgres(withDatabase(url, 'template_bx'), { max: 1, onnotice: () => {} })
  await migrate(template as never)
  await template.end()
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
