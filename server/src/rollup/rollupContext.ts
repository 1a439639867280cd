import type { Sql } from '../db/client.ts'
import type { SlotDays } from '../facts/slotDays.ts'
import type { Failpoint } from '../lib/failpoint.ts'
import { type Logger, silentLogger } from '../lib/logger.ts'
import { SketchMemory } from '../reach/sketchMemory.ts'

export interface RollupContext {
  readonly sql: Sql
  readonly memory: SketchMemory
  readonly failpoint: Failpoint
  readonly logger: Logger
  /** Rounds in a row that failed by a timeout. */
  readonly suspicion: { rounds: number }
  readonly slotDays: SlotDays
  /** Days whose session slots have room and are filled, as far as this worker knows. */
  readonly filledSlotDays: Set<string>
}

export function openRollup(sql: Sql, failpoint: Failpoint, slotDays: SlotDays): RollupContext {
  return {
    sql,
    memory: new SketchMemory(),
    failpoint,
    logger: silentLogger,
    suspicion: { rounds: 0 },
    slotDays,
    filledSlotDays: new Set(),
  }
}
