import { NotReadyYet } from '../lib/errors.ts'
import type { Failpoint } from '../lib/failpoint.ts'
import type { Sql } from '../store/db.ts'
import { LocalTimes } from '../store/localTime.ts'
import { isOpenDay } from '../store/partitions.ts'
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
  /** Days raw events are kept. */
  readonly rawDays: number
  /** Makes the partitions of days; without it a day that has none cannot be stored yet. */
  readonly createDays?: (days: readonly string[]) => Promise<void>
  readonly letters?: LetterLimits
}

/** What a worker keeps between batches: dimensions, units, local times, the days that have partitions. */
export function openProcess(options: ProcessOptions): ProcessContext {
  const { sql, timeZone, failpoint, letters } = options
  return {
    sql,
    failpoint,
    dimensions: new DimensionCache(sql),
    units: new ExposureUnits(sql),
    live: new LiveEvents(),
    letterRoom: new LetterRoom(letters ?? AMPLE_ROOM),
    localTimes: new LocalTimes(timeZone),
    ...openDays(options),
  }
}

function openDays({
  sql,
  topology,
  rawDays,
  createDays,
}: ProcessOptions): Pick<ProcessContext, 'keptDays' | 'forgetDays'> {
  let days: ReadonlySet<string> = new Set()
  let loadedAt = Number.NEGATIVE_INFINITY
  const load = async () => {
    days = new Set(await topology.listDays(sql, 'exposure_events'))
    loadedAt = performance.now()
  }
  const make = async (open: readonly string[]) => {
    const text = `partitions of ${open.join(', ')} do not exist yet`
    if (createDays === undefined) throw new NotReadyYet(text)
    await createDays(open).catch((cause: Error) => {
      throw new NotReadyYet(`${text} and cannot be created: ${cause.message}`, { cause })
    })
  }
  const missing = (wanted: ReadonlySet<string>) => [...wanted].filter((day) => !days.has(day))
  return {
    async keptDays(wanted) {
      const age = performance.now() - loadedAt
      if (age > 60_000 || (age > 1000 && missing(wanted).length > 0)) await load()
      // Not made yet is not the same as dropped: the events of an open day wait until they have a place.
      const open = missing(wanted).filter((day) => isOpenDay(day, Date.now(), rawDays))
      if (open.length > 0) {
        await make(open)
        await load()
      }
      return days
    },
    forgetDays() {
      loadedAt = Number.NEGATIVE_INFINITY
    },
  }
}
