import { LRUCache } from 'lru-cache'
import type { Sql } from '../db/client.ts'
import { MINUTE } from '../lib/clock.ts'
import { audit } from './audit.ts'

/** Screens refresh every few seconds: those requests count as one read. */
const SAME_READING = 10 * MINUTE

/** Records who reads what, before it is answered; an equal request of the same person once in ten minutes. */
export function recordingReads(sql: Sql) {
  const noted = new LRUCache<string, true>({ max: 1000, ttl: SAME_READING })
  return async (actor: string, action: string, target: string, details: object): Promise<void> => {
    const reading = JSON.stringify([actor, action, target, details])
    if (noted.has(reading)) return
    await audit(sql, { actor, action, target, details })
    noted.set(reading, true)
  }
}
