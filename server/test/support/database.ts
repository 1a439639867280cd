import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, inject } from 'vitest'
import type { Sql } from '../../src/db/client.ts'
import { OWNER } from '../../src/db/logins.ts'
import { openPool } from '../../src/db/openPool.ts'
import { ensurePartitions } from '../../src/facts/partitions.ts'
import { plain } from '../../src/facts/topology/plain.ts'
import { withDatabase } from './cluster.ts'
import { moveDatabaseClock } from './moveClock.ts'

export interface TestDatabase {
  /** Of the owner. */
  readonly url: string
  readonly appUrl: string
  readonly merchantUrl: string
  /** The running system's login. */
  readonly app: Sql
  readonly owner: Sql
}

/** A fresh, migrated database of its own for a test file (or a single property run). */
export async function createTestDatabase(options: { now?: number; rawDays?: number } = {}): Promise<TestDatabase> {
  const server = inject('superuserUrl')
  const name = `test_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  const admin = postgres(server, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} template template_bx owner ${OWNER}`)
  await moveDatabaseClock(admin, name)
  await admin.end()
  const [url, appUrl, merchantUrl] = (['ownerUrl', 'appUrl', 'merchantUrl'] as const).map((login) =>
    withDatabase(inject(login), name),
  ) as [string, string, string]
  const owner = openPool({ url, max: 4, name: 'test owner' })
  const app = openPool({ url: appUrl, max: 10, name: 'test app' })
  await ensurePartitions(owner, plain, options.now ?? Date.now(), options.rawDays ?? 30)
  afterAll(async () => {
    await Promise.all([owner.end({ timeout: 1 }), app.end({ timeout: 1 })])
    const cleaner = postgres(server, { max: 1, onnotice: () => {} })
    await cleaner.unsafe(`drop database if exists ${name} with (force)`)
    await cleaner.end()
  })
  return { url, appUrl, merchantUrl, app, owner }
}
