import { LRUCache } from 'lru-cache'
import { MINUTE } from '../lib/clock.ts'
import type { Sql } from '../store/db.ts'
import { audit } from './audit.ts'

/** Screens ask again every few seconds: that is one reading. */
const SAME_READING = 10 * MINUTE

/** Notes who reads what before it is answered; the same question of the same person once in ten minutes. */
export function notingReads(sql: Sql) {
  const noted = new LRUCache<string, true>({ max: 1000, ttl: SAME_READING })
  return async (actor: string, action: string, target: string, details: object): Promise<void> => {
    const reading = JSON.stringify([actor, action, target, details])
    if (noted.has(reading)) return
    await audit(sql, { actor, action, target, details })
    noted.set(reading, true)
  }
}
