import type { Failpoint } from '../lib/failpoint.ts'
import { readWindows } from '../store/attributionWindows.ts'
import { plainArray, type Sql, type Tx } from '../store/db.ts'
import type { Attributed } from './attribute.ts'
import { attributeClicks } from './attributeClicks.ts'
import { attributeConversions } from './attributeConversions.ts'
import { Cells } from './cells.ts'
import { firstKeptDay } from './readExposures.ts'
import { conversionsOfClicks, dueTodo, takeTodo } from './takeTodo.ts'

// One round of attribution: all of its entries are attributed and taken away, or none.

export interface Round {
  readonly countedTo: Date
  readonly failpoint: Failpoint
  /** Entries to attribute, apart from each other: sales of changed clicks get entries of their own. All that are due when left out. */
  readonly only?: readonly number[]
}

export const NOTHING_TAKEN: Attributed = {
  taken: 0,
  clicks: 0,
  clicksChanged: 0,
  conversions: 0,
  conversionsChanged: 0,
}

export async function attributeOnce(sql: Sql, { countedTo, failpoint, only }: Round): Promise<Attributed | null> {
  return sql.begin(async (tx) => {
    await tx`set local synchronous_commit = off` // a lost commit brings the entries back too, so the round is retried
    const [lock] = await tx`select 1 from attribution_state for update skip locked`
    if (lock === undefined) return null
    const windows = await readWindows(tx)
    const todo = await takeTodo(tx, only ?? (await dueTodo(tx, countedTo)), windows)
    if (todo.taken === 0) return NOTHING_TAKEN
    const [keptFrom, cells] = [await firstKeptDay(tx), new Cells()]
    const clicksChanged = await attributeClicks(tx, todo.clicks, windows, keptFrom, cells)
    failpoint('mid-attribution')
    const led = await conversionsOfClicks(tx, clicksChanged, windows)
    if (only !== undefined) await askApart(tx, led)
    const conversions = new Set(only === undefined ? [...todo.conversions, ...led] : todo.conversions)
    const conversionsChanged = await attributeConversions(tx, [...conversions], windows, keptFrom, cells)
    await cells.write(tx)
    return {
      taken: todo.taken,
      clicks: todo.clicks.size,
      clicksChanged: clicksChanged.length,
      conversions: conversions.size,
      conversionsChanged,
    }
  })
}

/** A click is not to blame for the sale that it led to. */
async function askApart(tx: Tx, conversions: readonly number[]): Promise<void> {
  if (conversions.length === 0) return
  await tx`insert into attribution_todo (conversions) values (${plainArray(conversions)}::bigint[])`
}
