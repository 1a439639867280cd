import { plainArray } from '../db/client.ts'
import type { Delta } from '../facts/delta.ts'
import { blame, reasonOf } from '../lib/errors.ts'
import { readDeltas } from './readDeltas.ts'
import { rollUpOnce } from './rollUpOnce.ts'
import type { RollupContext } from './rollupContext.ts'

// After a failed round: rolls up the same deltas in halves, each half in its own transaction, until the failing one is
// alone. That one is set aside in failed_deltas; the others are counted.

/** Tries of a delta that times out alone. */
const MAX_TRIES_ALONE = 3

/**
 * Rolls up what is waiting, up to a limit, without what fails. Returns how many deltas; null if another worker is
 * rolling up.
 */
export async function rollUpOneByOne(context: RollupContext): Promise<number | null> {
  const ids = (await readDeltas(context.sql)).map(({ id }) => id)
  return ids.length === 0 ? 0 : rollUpPart(context, ids)
}

async function rollUpPart(context: RollupContext, ids: readonly number[]): Promise<number | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await rollUpOnce(context, ids)
    } catch (error) {
      const whose = blame(error)
      if (whose === 'environment') throw error
      if (ids.length > 1) break
      if (whose === 'suspect' && tries < MAX_TRIES_ALONE) continue
      await setAside(context, ids[0]!, error)
      return 0
    }
  }
  const middle = Math.ceil(ids.length / 2)
  const first = await rollUpPart(context, ids.slice(0, middle))
  const second = await rollUpPart(context, ids.slice(middle))
  return first === null || second === null ? null : first + second
}

async function setAside(context: RollupContext, id: number, error: unknown): Promise<void> {
  const reason = reasonOf(error)
  const [row] = await readDeltas(context.sql, [id])
  const days = row === undefined ? null : daysOf(row.payload)
  // Only the worker whose delete finds the delta sets it aside.
  const gone = await context.sql`
    with gone as (delete from rollup_deltas where delta_id = ${id} returning received_at, events, payload, arrived)
    insert into failed_deltas (received_at, events, payload, arrived, days, reason)
    select received_at, events, payload, arrived, ${days === null ? null : plainArray(days)}::date[], ${reason} from gone
    returning failed_id, events`
  for (const { failed_id, events } of gone)
    context.logger.error('delta_set_aside', { failed_id, events, days, reason, error })
}

/** Reporting days that a delta counts on; null when it cannot be read. */
function daysOf(payload: string): string[] | null {
  try {
    const { exposures, renders, packages } = JSON.parse(payload) as Delta
    const ofPackages = (packages ?? []).map(({ key: [, , day] }) => day)
    const days = new Set([...(exposures?.days ?? []), ...(renders ?? []).map(([, day]) => day), ...ofPackages])
    return [...days].every(isDay) ? [...days] : null
  } catch {
    return null
  }
}

function isDay(day: unknown): boolean {
  return typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))
}
