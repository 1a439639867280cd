import type { KeyKind } from '@bx/contracts/events/values'
import type { Sql } from '../db/client.ts'
import { isMerchantNamed } from '../db/namedRow.ts'
import { AppError } from '../lib/errors.ts'
import { randomToken, sha256 } from '../lib/ids.ts'
import { audit } from './audit.ts'

export interface NewWriteKey {
  readonly name: string
  readonly kind: KeyKind
  readonly origins?: readonly string[]
  readonly max_age_minutes?: number | null | undefined
  readonly is_app?: boolean
  readonly events_per_minute?: number | null | undefined
}

/** Creates a write key. The key is returned once; only its hash is stored. */
export async function createWriteKey(
  sql: Sql,
  actor: string,
  options: NewWriteKey,
): Promise<{ keyId: string; key: string }> {
  const keyId = `${options.kind}_${randomToken(6)}`
  const key = `bx_${keyId}_${randomToken()}`
  const { kind, name, origins = [], max_age_minutes = null, is_app = false, events_per_minute = null } = options
  if (kind !== 'browser' && (origins.length > 0 || is_app)) throw new AppError('browser_key_needed')
  await sql.begin(async (tx) => {
    await tx`
      insert into write_keys (key_id, kind, name, secret_hash, prefix, origins, max_age_minutes, is_app, events_per_minute)
      values (${keyId}, ${kind}, ${name}, ${sha256(key)}, ${key.slice(0, 20)}, ${[...origins]}, ${max_age_minutes},
        ${is_app}, ${events_per_minute})`
    const details = { kind, name, origins, max_age_minutes, is_app, events_per_minute }
    await audit(tx, { actor, action: 'createWriteKey', target: keyId, details })
  })
  return { keyId, key }
}

/** Revokes a write key; it is refused within 5 s. Returns whether it existed. */
export async function revokeWriteKey(sql: Sql, actor: string, keyId: string): Promise<boolean> {
  return sql.begin(async (tx) => {
    const revoked =
      await tx`update write_keys set revoked_at = now() where key_id = ${keyId} and revoked_at is null returning 1`
    if (revoked.length > 0) await audit(tx, { actor, action: 'revokeWriteKey', target: keyId })
    return revoked.length > 0
  })
}

/** Creates an API key for a merchant (id or ref). The key is returned once; only its hash is stored. */
export async function createMerchantKey(
  sql: Sql,
  actor: string,
  idOrRef: string,
  name: string,
): Promise<{ keyId: string; key: string }> {
  const keyId = `merchant_${randomToken(6)}`
  const key = `bx_${keyId}_${randomToken()}`
  await sql.begin(async (tx) => {
    const made = await tx`
      insert into merchant_api_keys (key_id, merchant_id, name, secret_hash)
      select ${keyId}, merchant_id, ${name}, ${sha256(key)} from merchant_dim
      where ${isMerchantNamed(sql, idOrRef)} returning merchant_id`
    if (made.length === 0) throw new AppError('unknown_merchant', { details: { merchant_id: idOrRef } })
    await audit(tx, { actor, action: 'createMerchantKey', target: keyId, details: { merchant: idOrRef, name } })
  })
  return { keyId, key }
}

/** Revokes a merchant's key. Returns whether it existed and was active. */
export async function revokeMerchantKey(sql: Sql, actor: string, idOrRef: string, keyId: string): Promise<boolean> {
  return sql.begin(async (tx) => {
    const revoked = await tx`
      update merchant_api_keys k set revoked_at = now() from merchant_dim
      where k.key_id = ${keyId} and k.revoked_at is null and merchant_dim.merchant_id = k.merchant_id
        and ${isMerchantNamed(sql, idOrRef)} returning 1`
    if (revoked.length > 0) await audit(tx, { actor, action: 'revokeMerchantKey', target: keyId })
    return revoked.length > 0
  })
}
