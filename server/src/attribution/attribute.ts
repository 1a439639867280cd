import type { Failpoint } from '../lib/failpoint.ts'
import { readWindows } from '../store/attributionWindows.ts'
import type { Sql } from '../store/db.ts'
import { attributeClicks } from './attributeClicks.ts'
import { attributeConversions } from './attributeConversions.ts'
import { Cells } from './cells.ts'
import { firstKeptDay } from './readExposures.ts'
import { conversionsOfClicks, takeTodo } from './takeTodo.ts'

// ATTRIBUTE: what is due in; click ledger, touches and rollups out, in one transaction that also takes the entries away.
// One attributor works at a time: it holds the lock of the one row of attribution_state for the length of its
// transaction. Its cost grows with clicks and sales, not with exposures.

export interface Attributed {
  /** Entries of attribution_todo taken; 0: nothing is due. */
  readonly taken: number
  readonly clicks: number
  readonly clicksChanged: number
  readonly conversions: number
  readonly conversionsChanged: number
}

/**
 * Attributes what is due, up to a bound. null: another attributor is at work.
 * @param completeTo everything acknowledged before it is counted
 */
export async function attribute(sql: Sql, completeTo: Date, failpoint: Failpoint): Promise<Attributed | null> {
  return sql.begin(async (tx) => {
    await tx`set local synchronous_commit = off` // lost with the deletion of its entries, so it is simply done again
    const [lock] = await tx`select 1 from attribution_state for update skip locked`
    if (lock === undefined) return null
    const windows = await readWindows(tx)
    const todo = await takeTodo(tx, completeTo, windows)
    const done = {
      taken: todo.taken,
      clicks: todo.clicks.size,
      clicksChanged: 0,
      conversions: 0,
      conversionsChanged: 0,
    }
    if (todo.taken === 0) return done
    const [keptFrom, cells] = [await firstKeptDay(tx), new Cells()]
    const clicksChanged = await attributeClicks(tx, todo.clicks, windows, keptFrom, cells)
    failpoint('mid-attribution')
    const conversions = new Set([...todo.conversions, ...(await conversionsOfClicks(tx, clicksChanged, windows))])
    const conversionsChanged = await attributeConversions(tx, [...conversions], windows, keptFrom, cells)
    await cells.write(tx)
    return { ...done, clicksChanged: clicksChanged.length, conversions: conversions.size, conversionsChanged }
  })
}
