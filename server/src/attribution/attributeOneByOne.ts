import type { Sql } from '../db/client.ts'
import { blame, reasonOf } from '../lib/errors.ts'
import type { Failpoint } from '../lib/failpoint.ts'
import type { Logger } from '../lib/logger.ts'
import { type AttributionRound, attributeOnce, NOTHING_TAKEN } from './attributeOnce.ts'
import { setAsideEntry, splitEntry } from './splitEntry.ts'
import { dueInQueue } from './takeQueued.ts'

// After a failed round: attributes the same entries in halves, then each failing entry in halves, each in its own
// transaction, until the click or sale that fails is alone. That one is set aside in failed_attributions.

/** Tries of an item that times out alone. */
const MAX_TRIES_ALONE = 3

export interface OneByOne {
  readonly countedTo: Date
  readonly failpoint: Failpoint
  readonly logger: Logger
}

/** Attributes what is due, up to a limit, without what fails. null: another attributor is working. */
export async function attributeOneByOne(sql: Sql, round: OneByOne): Promise<AttributionRound | null> {
  return attributePart(sql, round, await dueInQueue(sql, round.countedTo))
}

async function attributePart(sql: Sql, round: OneByOne, ids: readonly number[]): Promise<AttributionRound | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await attributeOnce(sql, { ...round, only: ids })
    } catch (error) {
      const whose = blame(error)
      if (whose === 'environment') throw error
      if (ids.length > 1) return inHalves(sql, round, ids)
      const parts = await splitEntry(sql, ids[0]!)
      if (parts.length > 0) return inHalves(sql, round, parts)
      if (whose === 'suspect' && tries < MAX_TRIES_ALONE) continue
      const reason = reasonOf(error)
      const item = await setAsideEntry(sql, ids[0]!, reason)
      if (item !== null) round.logger.error('attribution_set_aside', { item, reason, error })
      return { ...NOTHING_TAKEN, taken: 1 }
    }
  }
}

async function inHalves(sql: Sql, round: OneByOne, ids: readonly number[]): Promise<AttributionRound | null> {
  const middle = Math.ceil(ids.length / 2)
  const first = await attributePart(sql, round, ids.slice(0, middle))
  const second = await attributePart(sql, round, ids.slice(middle))
  if (first === null || second === null) return null
  return {
    taken: first.taken + second.taken,
    clicks: first.clicks + second.clicks,
    clicksChanged: first.clicksChanged + second.clicksChanged,
    conversions: first.conversions + second.conversions,
    conversionsChanged: first.conversionsChanged + second.conversionsChanged,
  }
}
