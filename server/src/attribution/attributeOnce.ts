import { plainArray, type Sql, type Tx } from '../db/client.ts'
import type { Failpoint } from '../lib/failpoint.ts'
import { readWindows } from '../settings/attributionWindows.ts'
import { attributeClicks } from './attributeClicks.ts'
import { attributeConversions } from './attributeConversions.ts'
import { Cells } from './cells.ts'
import type { CreditState } from './creditEarlier.ts'
import { firstKeptDay } from './readExposures.ts'
import { conversionsOfClicks, dueInQueue, takeQueued } from './takeQueued.ts'
import { writeCells } from './writeCells.ts'

// One round of attribution: attributes and deletes all of its entries, or none.

export interface Round {
  readonly countedTo: Date
  readonly failpoint: Failpoint
  /** Entries to attribute separately: sales of changed clicks get their own entries. All due entries if omitted. */
  readonly only?: readonly number[]
}

export const NOTHING_TAKEN: AttributionRound = {
  taken: 0,
  clicks: 0,
  clicksChanged: 0,
  conversions: 0,
  conversionsChanged: 0,
}

export async function attributeOnce(sql: Sql, { countedTo, failpoint, only }: Round): Promise<AttributionRound | null> {
  return sql.begin(async (tx) => {
    await tx`set local synchronous_commit = off` // a lost commit brings the entries back too, so the round is retried
    const [lock] = await tx<CreditState[]>`
      select credited_to as "creditedTo" from attribution_state for update skip locked`
    if (lock === undefined) return null
    const windows = await readWindows(tx)
    const queued = await takeQueued(tx, only ?? (await dueInQueue(tx, countedTo)), windows)
    if (queued.taken === 0) return NOTHING_TAKEN
    const [keptFrom, cells] = [await firstKeptDay(tx), new Cells(lock.creditedTo)]
    const clicksChanged = await attributeClicks(tx, queued.clicks, windows, keptFrom, cells)
    failpoint('mid-attribution')
    const led = await conversionsOfClicks(tx, clicksChanged, windows)
    if (only !== undefined) await askApart(tx, led)
    const conversions = new Set(only === undefined ? [...queued.conversions, ...led] : queued.conversions)
    const conversionsChanged = await attributeConversions(tx, [...conversions], windows, keptFrom, cells)
    await writeCells(tx, cells)
    return {
      taken: queued.taken,
      clicks: queued.clicks.size,
      clicksChanged: clicksChanged.length,
      conversions: conversions.size,
      conversionsChanged,
    }
  })
}

/** If the sale that a click led to fails, the click must not be blamed. */
async function askApart(tx: Tx, conversions: readonly number[]): Promise<void> {
  if (conversions.length === 0) return
  await tx`insert into attribution_queue (conversions) values (${plainArray(conversions)}::bigint[])`
}

export interface AttributionRound {
  /** Deleted entries of attribution_queue; 0: nothing is due. */
  readonly taken: number
  readonly clicks: number
  readonly clicksChanged: number
  readonly conversions: number
  readonly conversionsChanged: number
}
