import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { inject } from 'vitest'

/** Days of history that the tests' product loads: enough to compare weeks. */
export const HISTORY_DAYS = 16

/** Waits until the demo's older days are loaded: figures of 30 days would change under a test. */
export async function historyLoaded(): Promise<void> {
  const sql = postgres(inject('productDatabaseUrl'), { max: 1, onnotice: () => {} })
  try {
    while (!(await isLoaded(sql))) await sleep(500)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function isLoaded(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql<{ isLoaded: boolean }[]>`
    select count(*) >= ${HISTORY_DAYS} as "isLoaded" from settings where name like 'demo_day_%'`
  return row!.isLoaded
}
