import type { Sql } from '../db/client.ts'
import { blame } from '../lib/errors.ts'
import type { Failpoint } from '../lib/failpoint.ts'
import { type Logger, silentLogger } from '../lib/logger.ts'
import { type AttributionRound, attributeOnce } from './attributeOnce.ts'
import { attributeOneByOne } from './attributeOneByOne.ts'

// ATTRIBUTE: turns due entries into click ledger, touches and rollups, in one transaction that also deletes the
// entries. One attributor works at a time: it locks the one row of attribution_state until its transaction ends. Its
// cost grows with clicks and sales, not with exposures. What cannot be attributed is isolated and set aside (decision
// 0015), and the rest goes on.

/** Failed rounds in a row after which the entries are suspected of a timeout. */
const MAX_ROUNDS = 3

export interface AttributeOptions {
  readonly logger?: Logger
  /** Rounds in a row that failed by a timeout. */
  readonly suspicion?: { rounds: number }
}

/**
 * Attributes what is due, up to a limit. null: another attributor is working.
 * @param countedTo everything acknowledged before it is stored
 */
export async function attribute(
  sql: Sql,
  countedTo: Date,
  failpoint: Failpoint,
  { logger = silentLogger, suspicion = { rounds: 0 } }: AttributeOptions = {},
): Promise<AttributionRound | null> {
  try {
    const done = await attributeOnce(sql, { countedTo, failpoint })
    suspicion.rounds = 0
    return done
  } catch (error) {
    if (blame(error) === 'environment') throw error
    // A timeout may be the machine's fault: the same entries get two more tries together.
    if (blame(error) === 'suspect' && ++suspicion.rounds < MAX_ROUNDS) throw error
    suspicion.rounds = 0
    return attributeOneByOne(sql, { countedTo, failpoint, logger })
  }
}
