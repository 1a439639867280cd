import type { exposureVerdicts } from '@bx/contracts/endpoints/ingest'
import type { z } from 'zod'
import type { Sql } from '../db/client.ts'
import { type RecordedEvent, readRecorded } from './liveEvents.ts'

export type ExposureVerdict = z.output<(typeof exposureVerdicts)['response']>['data'][number]

/** Write keys are public: a key's events are read at most once in this time, however many pages ask. */
const KEPT_MS = 1000
/** Keys whose events are cached; others are read each time. */
const MAX_KEYS = 100

/** Reads the outcomes of a key's exposures, by id. */
export type ReadVerdicts = (keyId: string, eventIds: readonly string[]) => Promise<ExposureVerdict[]>

export function openVerdicts(sql: Sql, now: () => number): ReadVerdicts {
  const kept = new Map<
    string,
    { readonly at: number; readonly verdicts: Promise<ReadonlyMap<string, ExposureVerdict>> }
  >()
  const verdictsOf = (keyId: string) => {
    const known = kept.get(keyId)
    if (known && Math.abs(now() - known.at) < KEPT_MS) return known.verdicts
    const verdicts = readRecorded(sql, keyId).then(byEvent)
    kept.delete(keyId)
    kept.set(keyId, { at: now(), verdicts })
    if (kept.size > MAX_KEYS) kept.delete(kept.keys().next().value!)
    return verdicts
  }
  return async (keyId, eventIds) => {
    const verdicts = await verdictsOf(keyId)
    return [...new Set(eventIds)].flatMap((id) => verdicts.get(id.toLowerCase()) ?? [])
  }
}

/** The first outcome holds: sent again, an event is a duplicate of itself. A refused one may be replayed. */
function byEvent(noted: readonly RecordedEvent[]): ReadonlyMap<string, ExposureVerdict> {
  const verdicts = new Map<string, ExposureVerdict>()
  for (const { kind, verdict, reason, event } of noted.toReversed()) {
    const id = idOf(event)
    if (kind !== 'exposure' || verdict === 'superseded' || id === undefined) continue
    if ((verdicts.get(id)?.verdict ?? 'rejected') === 'rejected') verdicts.set(id, { event_id: id, verdict, reason })
  }
  return verdicts
}

function idOf(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null || !('event_id' in event)) return undefined
  return typeof event.event_id === 'string' ? event.event_id.toLowerCase() : undefined
}
