import type { Failpoint } from '../lib/failpoint.ts'
import type { Sql } from '../store/db.ts'
import { LocalTimes } from '../store/localTime.ts'
import type { Topology } from '../store/topology/topology.ts'
import { DimensionCache } from './dimensions.ts'
import { ExposureUnits } from './exposureUnits.ts'
import { AMPLE_ROOM, type LetterLimits, LetterRoom } from './letterRoom.ts'
import { LiveEvents } from './liveEvents.ts'
import type { ProcessContext } from './processBatch.ts'

export interface ProcessOptions {
  readonly sql: Sql
  readonly topology: Topology
  readonly timeZone: string
  readonly failpoint: Failpoint
  readonly letters?: LetterLimits
}

/** What a worker keeps between batches: dimensions, units, local times, the days that have partitions. */
export function openProcess({ sql, topology, timeZone, failpoint, letters }: ProcessOptions): ProcessContext {
  let days: ReadonlySet<string> = new Set()
  let loadedAt = Number.NEGATIVE_INFINITY
  return {
    sql,
    failpoint,
    dimensions: new DimensionCache(sql),
    units: new ExposureUnits(sql),
    live: new LiveEvents(),
    letterRoom: new LetterRoom(letters ?? AMPLE_ROOM),
    localTimes: new LocalTimes(timeZone),
    async keptDays(wanted) {
      const age = performance.now() - loadedAt
      // Dropped days are noticed within a minute; until then their rows fail and are judged again.
      if (age > 60_000 || (age > 1000 && [...wanted].some((day) => !days.has(day)))) {
        days = new Set(await topology.listDays(sql, 'exposure_events'))
        loadedAt = performance.now()
      }
      return days
    },
  }
}
