import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { listMerchantKeys, listWriteKeys } from '@bx/contracts/endpoints/writeKeys'
import { type KeyKind, MAX_AGE_MS } from '@bx/contracts/events/values'
import type { Sql } from '../db/client.ts'
import { MINUTE } from '../lib/clock.ts'
import { versionOf } from '../lib/versionOf.ts'

/** Write keys as staff see them: never the secret or its hash. */
export async function listKeys(sql: Sql): Promise<Answer<typeof listWriteKeys>> {
  const rows = await sql<
    {
      key_id: string
      kind: KeyKind
      name: string
      prefix: string
      origins: string[]
      own_max_age: number | null
      is_app: boolean
      events_per_minute: number | null
      created_at: Date
      last_used_at: Date | null
      revoked_at: Date | null
    }[]
  >`
    select key_id, kind, name, prefix, origins, max_age_minutes as own_max_age, is_app, events_per_minute, created_at,
      last_used_at, revoked_at from write_keys
    order by revoked_at is not null, created_at desc, key_id`
  return {
    data: rows.map(({ own_max_age, ...row }) => ({
      ...row,
      max_age_minutes: own_max_age ?? (Number.isFinite(MAX_AGE_MS[row.kind]) ? MAX_AGE_MS[row.kind] / MINUTE : null),
      has_own_age_limit: own_max_age !== null,
      version: keyVersion({ ...row, max_age_minutes: own_max_age }),
      created_at: row.created_at.toISOString(),
      last_used_at: row.last_used_at?.toISOString() ?? null,
      revoked_at: row.revoked_at?.toISOString() ?? null,
    })),
  }
}

/** The version of the fields that a form shows and changes. */
export function keyVersion(key: {
  readonly name: string
  readonly origins: readonly string[]
  readonly max_age_minutes: number | null
  readonly is_app: boolean
  readonly events_per_minute: number | null
}): string {
  return versionOf([key.name, key.origins, key.max_age_minutes, key.is_app, key.events_per_minute])
}

/** API keys with their merchants. */
export async function listKeysOfMerchants(sql: Sql): Promise<Answer<typeof listMerchantKeys>> {
  const rows = await sql<
    {
      key_id: string
      merchant_id: string
      merchant_name: string
      name: string
      created_at: Date
      revoked_at: Date | null
    }[]
  >`
    select k.key_id, k.merchant_id, m.merchant_name, k.name, k.created_at, k.revoked_at
    from merchant_api_keys k join merchant_dim m using (merchant_id)
    order by k.revoked_at is not null, k.created_at desc, k.key_id`
  return {
    data: rows.map((row) => ({
      ...row,
      created_at: row.created_at.toISOString(),
      revoked_at: row.revoked_at?.toISOString() ?? null,
    })),
  }
}
