import { blame } from '../lib/errors.ts'
import type { Failpoint } from '../lib/failpoint.ts'
import { type Logger, silentLogger } from '../lib/logger.ts'
import type { Sql } from '../store/db.ts'
import { foldOnce } from './foldOnce.ts'
import { foldOneByOne } from './foldOneByOne.ts'
import { SketchMemory } from './sketchMemory.ts'

// FOLD: deltas in; counters, session slots and sketches out, and the deltas deleted, in one transaction: each delta is
// counted exactly once, without a cursor. Only one folder works at a time: it holds the lock of the one row of
// fold_state for the length of its transaction, so a dead folder frees it at once and a hung one after 15 s. Deltas that
// cannot be applied are isolated and set aside (decision 0015): everything behind them goes on.

/** Failed rounds in a row after which timeouts are blamed on the deltas. */
const MAX_ROUNDS = 3

export interface FoldContext {
  readonly sql: Sql
  readonly memory: SketchMemory
  readonly failpoint: Failpoint
  readonly logger: Logger
  /** Rounds in a row that failed by a timeout. */
  readonly suspicion: { rounds: number }
  /** Days of session_slots that this folder knows to be there and filled. */
  readonly slotDays: Set<string>
  /** Makes the session_slots partitions of these days. */
  createSlotDays(days: readonly string[]): Promise<void>
}

export function openFold(
  sql: Sql,
  failpoint: Failpoint,
  createSlotDays: (days: readonly string[]) => Promise<void>,
): FoldContext {
  return {
    sql,
    memory: new SketchMemory(),
    failpoint,
    logger: silentLogger,
    suspicion: { rounds: 0 },
    slotDays: new Set(),
    createSlotDays,
  }
}

/** Folds what waits, up to a bound. Returns the deltas folded; null when another folder is at work. */
export async function foldDeltas(context: FoldContext): Promise<number | null> {
  try {
    const folded = await foldOnce(context)
    context.suspicion.rounds = 0
    return folded
  } catch (error) {
    if (blame(error) === 'nobody') throw error
    // A timeout may be the machine's fault: the same deltas get two more tries together.
    if (blame(error) === 'suspect' && ++context.suspicion.rounds < MAX_ROUNDS) throw error
    context.suspicion.rounds = 0
    return foldOneByOne(context)
  }
}
