import type { Sql } from '../db/client.ts'
import { isMigrated } from '../db/migrate.ts'
import { SECOND } from '../lib/clock.ts'

/**
 * Whether the database answers and has this release's schema. Queried at most once a second, and never twice at a time,
 * so that any number of health checks costs no more than one.
 */
export function readiness(sql: Sql, now: () => number = () => performance.now()): () => Promise<boolean> {
  let asked = Number.NEGATIVE_INFINITY
  let answer: Promise<boolean> | null = null
  let isOpen = false
  return () => {
    if (answer === null || (!isOpen && now() - asked >= SECOND)) {
      asked = now()
      isOpen = true
      answer = isMigrated(sql)
        .catch(() => false)
        .finally(() => {
          isOpen = false
        })
    }
    return answer
  }
}
