import type { KeyKind } from '@bx/contracts/events/values'
import { LRUCache } from 'lru-cache'
import type { Sql } from '../db/client.ts'
import { MINUTE, SECOND } from '../lib/clock.ts'
import { sha256 } from '../lib/ids.ts'
import { sleep } from '../lib/retry.ts'

export interface WriteKey {
  readonly keyId: string
  readonly kind: KeyKind
  /** Origins a browser may send from; empty allows all. */
  readonly origins: readonly string[]
  /** In a native app: a request without Origin is accepted even if the key lists origins. */
  readonly isApp: boolean
  /** How old its events may be on receipt; null is the limit of the kind. */
  readonly maxAgeMinutes: number | null
  /** null is the limit of the installation. */
  readonly eventsPerMinute: number | null
}

/** Finds write keys by their secret. A revoked key is refused within 5 s. While the database is down, known keys work. */
export interface Keys {
  find(secret: string): Promise<WriteKey | null>
}

/** How long the cached list of keys is valid, and so the longest delay of a revocation. */
const TRUST_MS = 5 * SECOND
/** Shortest time between two reads of the list: limits what a flood of unknown secrets costs the database. */
const READ_GAP_MS = 100
/** Refused secrets cached while the list is valid. */
const MAX_REFUSED = 10_000
/** The format of createWriteKey: kind, 6 random bytes as the id, 32 as the secret. */
const SHAPE = /^bx_(?:browser|server|import)_[\w-]{8}_[\w-]{43}$/

/**
 * Caches the list of all active keys (some hundred bytes each) instead of an answer per secret: an unknown secret costs
 * no query of its own, and a flood of them cannot evict a known key. A secret that is not in the list waits for the
 * next read, so that a new key works immediately. All waiting requests share one read.
 */
export function postgresKeys(sql: Sql, now: () => number = () => performance.now()): Keys {
  const list = keyList(sql, now)
  const refused = new LRUCache<string, number>({ max: MAX_REFUSED })
  const used = new Map<string, number>()
  return {
    async find(secret) {
      if (!SHAPE.test(secret)) return null
      const name = sha256(secret).toString('base64')
      if ((refused.get(name) ?? Number.NEGATIVE_INFINITY) > now()) return null
      let key = list.get(name)
      const age = now() - list.readAt()
      if (key !== undefined && age > TRUST_MS) {
        await list.read().catch(() => {}) // While the database is down, cached keys keep working.
        key = list.get(name)
      } else if (key !== undefined && age > TRUST_MS / 2) list.read().catch(() => {})
      if (key === undefined) {
        await list.read()
        key = list.get(name)
      }
      if (key === undefined) refused.set(name, now() + TRUST_MS)
      else recordUse(sql, used, key.keyId, now())
      return key ?? null
    },
  }
}

function keyList(sql: Sql, now: () => number) {
  let keys: ReadonlyMap<string, WriteKey> = new Map()
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | null = null
  let next: Promise<void> | null = null
  const begin = async () => {
    await reading?.catch(() => {})
    await sleep(Math.max(0, readAt + READ_GAP_MS - now()))
    next = null
    const began = now()
    reading = readKeys(sql).then((found) => {
      keys = found
    })
    // Also after a failure: a database that is down is queried no more often.
    readAt = began
    await reading
  }
  return {
    get: (name: string) => keys.get(name),
    /** When the list was last read. */
    readAt: () => readAt,
    /** Resolves after a read that begins later than now. */
    read: (): Promise<void> => {
      next ??= begin()
      return next
    },
  }
}

async function readKeys(sql: Sql): Promise<ReadonlyMap<string, WriteKey>> {
  const rows = await sql<(WriteKey & { secretHash: Buffer })[]>`
    select secret_hash as "secretHash", key_id as "keyId", kind, origins, is_app as "isApp",
      max_age_minutes as "maxAgeMinutes", events_per_minute as "eventsPerMinute"
    from write_keys where revoked_at is null`
  return new Map(rows.map(({ secretHash, ...key }) => [secretHash.toString('base64'), key]))
}

/** Updates last_used_at, at most once a minute per key. */
function recordUse(sql: Sql, used: Map<string, number>, keyId: string, now: number): void {
  if (now - (used.get(keyId) ?? Number.NEGATIVE_INFINITY) < MINUTE) return
  used.set(keyId, now)
  sql`update write_keys set last_used_at = now() where key_id = ${keyId}`.catch(() => used.delete(keyId))
}
