import type { Sql } from '../db/client.ts'
import { LocalTimes } from '../db/localTime.ts'
import { isOpenDay } from '../facts/partitions.ts'
import type { Topology } from '../facts/topology/topology.ts'
import { NotReadyYet } from '../lib/errors.ts'
import type { Failpoint } from '../lib/failpoint.ts'
import { AMPLE_QUOTA, type DeadLetterLimits, DeadLetterQuota } from './deadLetterQuota.ts'
import { DimensionCache } from './dimensions.ts'
import { ExposureUnits } from './exposureUnits.ts'
import { LiveEvents } from './liveEvents.ts'
import type { ProcessContext } from './processContext.ts'
import { ProcessedEnvelopes } from './processedEnvelopes.ts'

export interface ProcessOptions {
  readonly sql: Sql
  readonly topology: Topology
  readonly timeZone: string
  readonly failpoint: Failpoint
  /** Days raw events are kept. */
  readonly rawDays: number
  /** Creates the partitions of days; without it, events of a day without a partition cannot be stored yet. */
  readonly createDays?: (days: readonly string[]) => Promise<void>
  readonly deadLetters?: DeadLetterLimits
}

/** What a worker keeps between batches: dimensions, units, local times, the days that have partitions. */
export function openProcess(options: ProcessOptions): ProcessContext {
  const { sql, topology, timeZone, failpoint, deadLetters } = options
  const processed = new ProcessedEnvelopes(() => topology.listDays(sql, 'processed_envelopes'))
  const { keptDays, forgetDays } = openDays(options)
  return {
    sql,
    failpoint,
    dimensions: new DimensionCache(sql),
    units: new ExposureUnits(sql),
    live: new LiveEvents(),
    deadLetterQuota: new DeadLetterQuota(deadLetters ?? AMPLE_QUOTA),
    localTimes: new LocalTimes(timeZone),
    ...{ processed, keptDays },
    forgetDays() {
      forgetDays()
      processed.forget()
    },
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
      // A partition that is missing may not exist yet: the events of an open day wait until it does.
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
