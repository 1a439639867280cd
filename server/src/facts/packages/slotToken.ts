import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Exposure } from '@bx/contracts/events/exposure'
import { type Sql, type Tx, textArray } from '../../db/client.ts'
import { DAY, SECOND } from '../../lib/clock.ts'

// A slot token proves that the ranking service gave a slot to a package: an HMAC over the render, merchant, placement, package and
// expiry, with a secret that apps and browsers do not have. Its result depends only on the exposure and its key, so a late or
// repeated event gets the same one.

/** replayed: the token was used by another exposure before. */
export type SlotTokenResult = 'valid' | 'invalid' | 'expired' | 'replayed'

export interface SlotTokenKey {
  readonly secret: string
  /** Tokens of exposures from then on are invalid. */
  readonly revokedAt: Date | null
}
export type SlotTokenKeys = ReadonlyMap<string, SlotTokenKey>

/** Longest time between an exposure and the expiry of its token; bounds what a leaked token is worth. */
const LONGEST_MS = DAY

export type TokenedExposure = Pick<
  Exposure,
  | 'slot_token'
  | 'render_id'
  | 'merchant_id'
  | 'merchant_ref'
  | 'placement_id'
  | 'placement_key'
  | 'package_id'
  | 'timestamp'
>

export function checkSlotToken(event: TokenedExposure, keys: SlotTokenKeys): Exclude<SlotTokenResult, 'replayed'> {
  const [keyId = '', expiry = '', mac = '', ...more] = (event.slot_token ?? '').split('.')
  const key = keys.get(keyId)
  if (key === undefined || more.length > 0 || !/^\d{1,11}$/.test(expiry)) return 'invalid'
  if (key.revokedAt !== null && event.timestamp >= key.revokedAt.getTime()) return 'invalid'
  if (event.render_id == null || event.package_id == null) return 'invalid'
  if (!isEqual(mac, signatureOf(key.secret, keyId, expiry, event))) return 'invalid'
  const expires = Number(expiry) * SECOND
  if (expires - event.timestamp > LONGEST_MS) return 'invalid'
  return event.timestamp < expires ? 'valid' : 'expired'
}

/** Merchant and placement are signed by the name that the exposure carries: id or the app's own. */
function signatureOf(secret: string, keyId: string, expiry: string, event: TokenedExposure): string {
  const merchant = event.merchant_id ?? event.merchant_ref
  const placement = event.placement_id ?? event.placement_key
  const text = ['bx-slot-1', keyId, expiry, event.render_id, merchant, placement, event.package_id].join('\n')
  return createHmac('sha256', secret).update(text).digest('base64url')
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

export function keyIdOf(token: string): string {
  return token.split('.', 1)[0]!
}

/** The keys with these ids that exist. Batches without tokens ask nothing. */
export async function readSlotTokenKeys(sql: Sql | Tx, ids: ReadonlySet<string>): Promise<SlotTokenKeys> {
  if (ids.size === 0) return new Map()
  const rows = await sql<(SlotTokenKey & { id: string })[]>`
    select key_id as id, secret, revoked_at as "revokedAt" from slot_token_keys
    where key_id = any(${textArray([...ids])}::text[])`
  return new Map(rows.map(({ id, ...key }) => [id, key]))
}
