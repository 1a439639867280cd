import type { ConversionStatus } from '@bx/contracts/events/values'
import type { UnattributedReason } from '@bx/contracts/metrics/unattributed'
import type { Touch } from './attributeConversion.ts'
/** A conversion as it is counted. */
export interface CountedConversion {
  readonly merchantId: string
  readonly at: number
  readonly day: string
  readonly status: ConversionStatus
  /** Ten-thousandths of the currency. */
  readonly commission: number
  readonly touchType: 'click' | 'view' | null
  /** Why it is not attributed; null if it is. */
  readonly reason: UnattributedReason | null
  /** eventId of the decisive touch; null if there are no touches. */
  readonly decisive: string | null
  readonly touches: readonly Touch[]
  /** Placements of touches beyond MAX_TOUCHES that have no kept touch, sorted; null if every touch is kept. */
  readonly passed: readonly string[] | null
  /** false: not yet counted in the rollups of paths by a version that stores `passed`. */
  readonly pathCounted: boolean
}

/** Numbers to add, by the key of their row. */
export type Key = readonly (string | number | boolean)[]
export type CellOf = (rollup: RollupName, key: Key, values: readonly number[]) => void

export type RollupName =
  | 'outcome_daily'
  | 'touch_daily'
  | 'credit_daily'
  | 'unattributed_daily'
  | 'path_daily'
  | 'path_sale_daily'
  | 'path_touch_daily'
  | 'path_lag_daily'
  | 'path_credit_daily'
