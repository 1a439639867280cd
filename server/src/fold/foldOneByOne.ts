import { blame, reasonOf } from '../lib/errors.ts'
import { plainArray } from '../store/db.ts'
import type { Delta } from '../store/delta.ts'
import type { FoldContext } from './foldDeltas.ts'
import { foldOnce } from './foldOnce.ts'
import { readDeltas } from './readDeltas.ts'

// After a failed round: folds the same deltas in halves, each half in a transaction of its own, until the one that fails
// is alone; that one is set aside in failed_deltas, and the others are counted.

/** Tries of a delta that times out alone. */
const MAX_TRIES_ALONE = 3

/** Folds what waits, up to a bound, without what fails. Returns the deltas folded; null when another folder is at work. */
export async function foldOneByOne(context: FoldContext): Promise<number | null> {
  const ids = (await readDeltas(context.sql)).map(({ id }) => id)
  return ids.length === 0 ? 0 : foldPart(context, ids)
}

async function foldPart(context: FoldContext, ids: readonly number[]): Promise<number | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await foldOnce(context, ids)
    } catch (error) {
      const whose = blame(error)
      if (whose === 'nobody') throw error
      if (ids.length > 1) break
      if (whose === 'suspect' && tries < MAX_TRIES_ALONE) continue
      await setAside(context, ids[0]!, error)
      return 0
    }
  }
  const middle = Math.ceil(ids.length / 2)
  const first = await foldPart(context, ids.slice(0, middle))
  const second = await foldPart(context, ids.slice(middle))
  return first === null || second === null ? null : first + second
}

async function setAside(context: FoldContext, id: number, error: unknown): Promise<void> {
  const reason = reasonOf(error)
  const [row] = await readDeltas(context.sql, [id])
  const days = row === undefined ? null : daysOf(row.payload)
  // Only the folder whose delete finds the delta sets it aside.
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
    const { exposures, renders } = JSON.parse(payload) as Delta
    const days = new Set([...(exposures?.days ?? []), ...(renders ?? []).map(([, day]) => day)])
    return [...days].every(isDay) ? [...days] : null
  } catch {
    return null
  }
}

function isDay(day: unknown): boolean {
  return typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))
}
