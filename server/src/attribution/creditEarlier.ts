import type { Sql } from '../db/client.ts'
import { Cells } from './cells.ts'
import { outcomesOf } from './outcomesOf.ts'
import { readCountedAfter } from './storedConversions.ts'
import { writeCells } from './writeCells.ts'

// Counts sales in credit_daily that were attributed before it existed, some at a time, in the order of their numbers,
// while the attributor runs. The remainders must be distributed exactly as the attributor does, so SQL cannot do it.

export interface CreditState {
  /** Sales with a greater number are not in credit_daily yet; null: all are. */
  readonly creditedTo: number | null
}

/**
 * Counts the next sales. Returns whether more may remain.
 * @param atATime bounds the transaction to about a second
 */
export async function creditEarlier(sql: Sql, atATime = 2000): Promise<boolean> {
  return sql.begin(async (tx) => {
    const [state] = await tx<CreditState[]>`
      select credited_to as "creditedTo" from attribution_state for update skip locked`
    if (state === undefined) return true
    if (state.creditedTo === null) return false
    const counted = await readCountedAfter(tx, state.creditedTo, atATime)
    const cells = new Cells(null)
    for (const conversion of counted.values()) {
      outcomesOf(conversion, (rollup, key, values) => {
        if (rollup === 'credit_daily') cells.add(rollup, key, values)
      })
    }
    await writeCells(tx, cells, { isRepair: true })
    const last = counted.size < atATime ? null : Math.max(...counted.keys())
    await tx`update attribution_state set credited_to = ${last}`
    return last !== null
  })
}
