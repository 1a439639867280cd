import { CONVERSION_MAX_AGE_MS, type KeyKind, MAX_AGE_MS } from '@bx/contracts/events/values'
import type { EventKind } from '../../queue/queue.ts'
import type { Refusal } from './rule.ts'

/**
 * stale: older on receipt than its key allows: browser 10 minutes (24 h for events the device had to keep), server 72 h,
 * import any age; conversions 400 days.
 */
export function age(
  event: { readonly timestamp: number; readonly queued?: boolean | null | undefined },
  kind: EventKind,
  keyKind: KeyKind,
  receivedAt: number,
): Refusal | null {
  const limit = limitFor(event.queued === true, kind, keyKind)
  const ageMs = receivedAt - event.timestamp
  if (ageMs <= limit) return null
  return {
    code: 'stale',
    message: `timestamp: ${Math.round(ageMs / 60_000)} min old, this key allows ${limit / 60_000} min`,
  }
}

function limitFor(queued: boolean, kind: EventKind, keyKind: KeyKind): number {
  if (keyKind === 'import') return MAX_AGE_MS.import
  if (kind === 'conversion') return CONVERSION_MAX_AGE_MS
  return keyKind === 'browser' && queued ? MAX_AGE_MS.queued : MAX_AGE_MS[keyKind]
}
