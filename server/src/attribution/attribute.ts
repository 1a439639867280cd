import { blame } from '../lib/errors.ts'
import type { Failpoint } from '../lib/failpoint.ts'
import { type Logger, silentLogger } from '../lib/logger.ts'
import type { Sql } from '../store/db.ts'
import { attributeOnce } from './attributeOnce.ts'
import { attributeOneByOne } from './attributeOneByOne.ts'

// ATTRIBUTE: what is due in; click ledger, touches and rollups out, in one transaction that also takes the entries away.
// One attributor works at a time: it holds the lock of the one row of attribution_state for the length of its
// transaction. Its cost grows with clicks and sales, not with exposures. What cannot be attributed is isolated and set
// aside (decision 0015): everything behind it goes on.

/** Failed rounds in a row after which timeouts are blamed on the entries. */
const MAX_ROUNDS = 3

export interface Attributed {
  /** Entries of attribution_todo taken; 0: nothing is due. */
  readonly taken: number
  readonly clicks: number
  readonly clicksChanged: number
  readonly conversions: number
  readonly conversionsChanged: number
}

export interface AttributeOptions {
  readonly logger?: Logger
  /** Rounds in a row that failed by a timeout. */
  readonly suspicion?: { rounds: number }
}

/**
 * Attributes what is due, up to a bound. null: another attributor is at work.
 * @param countedTo everything acknowledged before it is stored
 */
export async function attribute(
  sql: Sql,
  countedTo: Date,
  failpoint: Failpoint,
  { logger = silentLogger, suspicion = { rounds: 0 } }: AttributeOptions = {},
): Promise<Attributed | null> {
  try {
    const done = await attributeOnce(sql, { countedTo, failpoint })
    suspicion.rounds = 0
    return done
  } catch (error) {
    if (blame(error) === 'nobody') throw error
    // A timeout may be the machine's fault: the same entries get two more tries together.
    if (blame(error) === 'suspect' && ++suspicion.rounds < MAX_ROUNDS) throw error
    suspicion.rounds = 0
    return attributeOneByOne(sql, { countedTo, failpoint, logger })
  }
}
