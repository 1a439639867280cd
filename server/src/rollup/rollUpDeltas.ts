import { blame } from '../lib/errors.ts'
import { rollUpOnce } from './rollUpOnce.ts'
import { rollUpOneByOne } from './rollUpOneByOne.ts'
import type { RollupContext } from './rollupContext.ts'

// ROLL UP: adds deltas to counters, session slots and sketches, and deletes them, in one transaction: each delta is
// counted exactly once, without a cursor. Only one worker rolls up at a time: it locks the one row of rollup_state
// until its transaction ends, so a dead worker frees it immediately and a hung one after 15 s. Deltas that cannot be
// applied are isolated and set aside (decision 0015), and the rest goes on.

/** Failed rounds in a row after which the deltas are suspected of a timeout. */
const MAX_ROUNDS = 3

/** Rolls up what is waiting, up to a limit. Returns how many deltas; null if another worker is rolling up. */
export async function rollUpDeltas(context: RollupContext): Promise<number | null> {
  try {
    const count = await rollUpOnce(context)
    context.suspicion.rounds = 0
    return count
  } catch (error) {
    if (blame(error) === 'environment') throw error
    // A timeout may be the machine's fault: the same deltas get two more tries together.
    if (blame(error) === 'suspect' && ++context.suspicion.rounds < MAX_ROUNDS) throw error
    context.suspicion.rounds = 0
    return rollUpOneByOne(context)
  }
}
