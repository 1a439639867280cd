import { AppError } from '../lib/errors.ts'
import type { Tx } from './client.ts'

/**
 * Refuses a change if somebody else changed the row since the form was opened: changed_meanwhile, with its current
 * values and version, and who changed it when. Without a version the change overwrites.
 */
export async function refuseStale(
  tx: Tx,
  asked: string | undefined,
  now: { readonly version: string; readonly target: string; readonly current: object },
): Promise<void> {
  if (asked === undefined || asked === now.version) return
  const [last] = await tx<{ actor: string; at: Date }[]>`
    select actor, at from audit_log where target = ${now.target} and not (details ? 'refused')
    order by audit_id desc limit 1`
  const changed = { changed_by: last?.actor ?? null, changed_at: last?.at.toISOString() ?? null }
  throw new AppError('changed_meanwhile', { details: { version: now.version, ...changed, current: now.current } })
}
