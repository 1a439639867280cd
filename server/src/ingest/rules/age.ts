import { CONVERSION_MAX_AGE_MS, MAX_AGE_MS } from '@bx/contracts/events/values'
import { MINUTE } from '../../lib/clock.ts'
import type { EventKind } from '../../queue/queue.ts'
import type { WriteKey } from '../keys.ts'
import type { Refusal } from './rule.ts'

/**
 * stale: older on receipt than its key allows. Browser keys: 10 minutes (24 h for events queued on the device); server
 * keys: 72 h; import keys: any age; or the key's own limit. Conversions: 400 days.
 */
export function age(
  event: { readonly timestamp: number; readonly queued?: boolean | null | undefined },
  kind: EventKind,
  key: Pick<WriteKey, 'kind' | 'maxAgeMinutes'>,
  receivedAt: number,
): Refusal | null {
  const limit = limitFor(event.queued === true, kind, key)
  const ageMs = receivedAt - event.timestamp
  if (ageMs <= limit) return null
  return {
    code: 'stale',
    message: `timestamp: ${Math.round(ageMs / 60_000)} min old, this key allows ${limit / 60_000} min`,
  }
}

function limitFor(queued: boolean, kind: EventKind, key: Pick<WriteKey, 'kind' | 'maxAgeMinutes'>): number {
  if (kind === 'conversion' && key.kind !== 'import') return CONVERSION_MAX_AGE_MS
  const limit = key.maxAgeMinutes === null ? MAX_AGE_MS[key.kind] : key.maxAgeMinutes * MINUTE
  return key.kind === 'browser' && queued ? Math.max(limit, MAX_AGE_MS.queued) : limit
}
