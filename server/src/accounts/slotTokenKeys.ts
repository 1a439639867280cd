import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { listSlotTokenKeys as endpoint } from '@bx/contracts/endpoints/slotTokenKeys'
import type { Sql } from '../db/client.ts'
import { AppError } from '../lib/errors.ts'
import { randomToken } from '../lib/ids.ts'
import { audit } from './audit.ts'

// Secrets with which the ranking service signs slot tokens.

/** One to use, and one that replaces it. */
const MOST_ACTIVE = 2

export async function listSlotTokenKeys(sql: Sql): Promise<Answer<typeof endpoint>> {
  const rows = await sql<{ key_id: string; name: string; created_at: Date; revoked_at: Date | null }[]>`
    select key_id, name, created_at, revoked_at from slot_token_keys
    order by revoked_at is not null, created_at desc, key_id`
  return {
    data: rows.map((row) => ({
      ...row,
      created_at: row.created_at.toISOString(),
      revoked_at: row.revoked_at?.toISOString() ?? null,
    })),
  }
}

/** Creates a key. The secret is returned once; it contains the key's id, so that one value is enough to sign. */
export async function createSlotTokenKey(
  sql: Sql,
  actor: string,
  name: string,
): Promise<{ key_id: string; secret: string }> {
  const keyId = `slot_${randomToken(6)}`
  const secret = `${keyId}.${randomToken()}`
  await sql.begin(async (tx) => {
    // Two people at once would each see one active key.
    await tx`select pg_advisory_xact_lock(hashtext('slot_token_keys'))`
    const active = await tx`select from slot_token_keys where revoked_at is null`
    if (active.length >= MOST_ACTIVE) throw new AppError('slot_token_keys_full')
    await tx`insert into slot_token_keys (key_id, name, secret) values (${keyId}, ${name}, ${secret})`
    await audit(tx, { actor, action: 'createSlotTokenKey', target: keyId, details: { name } })
  })
  return { key_id: keyId, secret }
}

/** Throws unknown_key. */
export async function revokeSlotTokenKey(sql: Sql, actor: string, keyId: string): Promise<void> {
  await sql.begin(async (tx) => {
    const revoked = await tx`
      update slot_token_keys set revoked_at = now() where key_id = ${keyId} and revoked_at is null returning 1`
    if (revoked.length === 0) throw new AppError('unknown_key', { details: { key_id: keyId } })
    await audit(tx, { actor, action: 'revokeSlotTokenKey', target: keyId })
  })
}
