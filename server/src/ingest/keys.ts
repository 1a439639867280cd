import type { KeyKind } from '@bx/contracts/events/values'
import { MINUTE, SECOND } from '../lib/clock.ts'
import { sha256 } from '../lib/ids.ts'
import type { Sql } from '../store/db.ts'

export interface WriteKey {
  readonly keyId: string
  readonly kind: KeyKind
  /** Origins a browser may send from; empty allows all. */
  readonly origins: readonly string[]
  /** How old its events may be on receipt; null is the limit of the kind. */
  readonly maxAgeMinutes: number | null
}

/** Finds write keys by their secret. A revoked key is refused within 5 s; a database that is away refuses nobody new. */
export interface Keys {
  find(secret: string): Promise<WriteKey | null>
}

/** How long an answer is believed: the promise of revocation. */
const TRUST_MS = 5 * SECOND
/** Unknown secrets remembered, so that a flood of them does not become a flood of queries. */
const MAX_REMEMBERED = 10_000

export function postgresKeys(sql: Sql, now: () => number = () => performance.now()): Keys {
  const remembered = new Map<string, { key: Promise<WriteKey | null>; until: number }>()
  const used = new Map<string, number>()
  return {
    async find(secret) {
      const hash = sha256(secret)
      const name = hash.toString('base64')
      let entry = remembered.get(name)
      if (entry === undefined || entry.until < now()) {
        if (remembered.size >= MAX_REMEMBERED) remembered.clear()
        entry = { key: lookUp(sql, hash), until: now() + TRUST_MS }
        remembered.set(name, entry)
        entry.key.catch(() => remembered.delete(name))
      }
      const key = await entry.key
      if (key !== null) noteUse(sql, used, key.keyId, now())
      return key
    },
  }
}

async function lookUp(sql: Sql, hash: Buffer): Promise<WriteKey | null> {
  const [row] = await sql<WriteKey[]>`
    select key_id as "keyId", kind, origins, max_age_minutes as "maxAgeMinutes" from write_keys
    where secret_hash = ${hash} and revoked_at is null`
  return row ?? null
}

/** last_used_at, at most once a minute and key. */
function noteUse(sql: Sql, used: Map<string, number>, keyId: string, now: number): void {
  if (now - (used.get(keyId) ?? Number.NEGATIVE_INFINITY) < MINUTE) return
  used.set(keyId, now)
  sql`update write_keys set last_used_at = now() where key_id = ${keyId}`.catch(() => used.delete(keyId))
}
