import type { Body } from '@bx/contracts/endpoints/endpoint'
import type { updateWriteKey } from '@bx/contracts/endpoints/writeKeys'
import type { KeyKind } from '@bx/contracts/events/values'
import type { Sql } from '../db/client.ts'
import { refuseStale } from '../db/refuseStale.ts'
import { AppError } from '../lib/errors.ts'
import { audit } from './audit.ts'
import { keyVersion } from './listKeys.ts'

interface Changeable {
  readonly kind: KeyKind
  readonly name: string
  readonly origins: readonly string[]
  readonly max_age_minutes: number | null
  readonly is_app: boolean
  readonly events_per_minute: number | null
}

/**
 * Changes an active write key; ingest follows within 5 s. Throws unknown_key, browser_key_needed, changed_meanwhile.
 */
export async function changeWriteKey(
  sql: Sql,
  actor: string,
  keyId: string,
  { version, ...body }: Body<typeof updateWriteKey>,
): Promise<void> {
  await sql.begin(async (tx) => {
    const [before] = await tx<Changeable[]>`
      select kind, name, origins, max_age_minutes, is_app, events_per_minute from write_keys
      where key_id = ${keyId} and revoked_at is null for update`
    if (before === undefined) throw new AppError('unknown_key', { details: { key_id: keyId } })
    const { kind: _, ...current } = before
    await refuseStale(tx, version, { version: keyVersion(before), target: keyId, current })
    if (before.kind !== 'browser' && ((body.origins?.length ?? 0) > 0 || body.is_app))
      throw new AppError('browser_key_needed')
    const { name = before.name, origins = before.origins, max_age_minutes = before.max_age_minutes } = body
    const { is_app = before.is_app, events_per_minute = before.events_per_minute } = body
    await tx`
      update write_keys set name = ${name}, origins = ${[...origins]}, max_age_minutes = ${max_age_minutes},
        is_app = ${is_app}, events_per_minute = ${events_per_minute}
      where key_id = ${keyId}`
    const replaced = Object.fromEntries(Object.entries(before).filter(([field]) => field in body))
    await audit(tx, { actor, action: 'updateWriteKey', target: keyId, details: { before: replaced, after: body } })
  })
}
