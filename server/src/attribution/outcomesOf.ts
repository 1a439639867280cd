import type { ConversionStatus } from '@bx/contracts/events/values'
import { CREDIT_MODELS } from '@bx/contracts/metrics/creditModels'
import { ALL, NONE } from '../store/reachKey.ts'
import type { Touch } from './attributeConversion.ts'
import { creditOf, shareMoney, WHOLE_CREDIT } from './credit/creditModels.ts'

// What one conversion adds to each rollup. Additive: a change takes the old figures back and adds the new ones.

/** A conversion as it is counted. */
export interface CountedConversion {
  readonly merchantId: string
  readonly at: number
  readonly day: string
  readonly status: ConversionStatus
  /** Ten-thousandths of the currency. */
  readonly commission: number
  readonly through: 'click' | 'view' | null
  /** eventId of the touch that last touch credits; null when there are no touches. */
  readonly decisive: string | null
  readonly touches: readonly Touch[]
}

/** Steps of a path that are kept: the last ones. */
export const PATH_STEPS = 5

/** Numbers that are added, by the key of their row. */
export type CellOf = (
  rollup: RollupName,
  key: readonly (string | number | boolean)[],
  values: readonly number[],
) => void
export type RollupName = 'outcome_daily' | 'path_daily' | 'path_touch_daily' | 'path_lag_daily'

/** Calls `add` for every cell the conversion counts in: its merchant's, and those of all merchants together. */
export function outcomesOf(conversion: CountedConversion, add: CellOf): void {
  for (const merchant of [conversion.merchantId, ALL]) {
    addCredits(conversion, merchant, add)
    if (isTracked(conversion.status)) addPath(conversion, merchant, add)
  }
}

/** Pending and confirmed sales count as tracked; rejected and refunded ones are shown beside them. */
function isTracked(status: ConversionStatus): boolean {
  return status === 'pending' || status === 'confirmed'
}

const STATUS_COLUMN = { pending: 0, confirmed: 1, rejected: 2, refunded: 3 } as const

function addCredits(conversion: CountedConversion, merchant: string, add: CellOf): void {
  const { touches, day, status, commission } = conversion
  const put = (model: string, onDay: string, placement: string, credit: number, money: number) => {
    const values = [0, 0, 0, 0, 0, 0, 0, 0, 0]
    values[STATUS_COLUMN[status]] = credit
    values[4] = conversion.through === 'click' && isTracked(status) ? credit : 0
    values[5 + STATUS_COLUMN[status]] = money
    add('outcome_daily', [merchant, model, onDay, placement], values)
  }
  for (const model of CREDIT_MODELS) {
    if (touches.length === 0) put(model, day, NONE, WHOLE_CREDIT, commission)
    const credits = creditOf(model, touches.map(creditTouch(conversion)), conversion.at)
    const money = shareMoney(commission, credits)
    for (const [i, touch] of touches.entries()) {
      if (credits[i] !== 0) put(model, touch.day, touch.placementId, credits[i]!, money[i]!)
    }
  }
  if (touches.length === 0) put('any_touch', day, NONE, WHOLE_CREDIT, commission)
  // Once for each placement, on the day it was last seen there.
  const last = new Map(touches.map((touch) => [touch.placementId, touch.day]))
  for (const [placement, onDay] of last) put('any_touch', onDay, placement, WHOLE_CREDIT, commission)
}

function creditTouch({ decisive }: CountedConversion) {
  return ({ at, eventId }: Touch) => ({ at, isDecisive: eventId === decisive })
}

function addPath({ touches, at, day, commission, decisive }: CountedConversion, merchant: string, add: CellOf): void {
  const steps = touches.map(({ placementId }) => placementId).filter((id, i, all) => id !== all[i - 1])
  const path = steps.slice(-PATH_STEPS)
  add('path_daily', [merchant, day, `{${path}}`, steps.length > PATH_STEPS], [1, commission])
  for (const [i, touch] of touches.entries()) {
    const seconds = Math.round((at - touch.at) / 1000)
    const values = [1, i === 0 ? 1 : 0, i === touches.length - 1 ? 1 : 0, seconds]
    add('path_touch_daily', [merchant, day, touch.placementId], values)
  }
  const deciding = touches.find(({ eventId }) => eventId === decisive)
  if (deciding) add('path_lag_daily', [merchant, day, Math.floor((at - deciding.at) / 3_600_000)], [1])
}
