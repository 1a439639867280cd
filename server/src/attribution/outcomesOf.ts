import type { ConversionStatus } from '@bx/contracts/events/values'
import { CREDIT_MODELS, type CreditModel, MODELS, type Model } from '@bx/contracts/metrics/creditModels'
import { ALL_MERCHANTS, ALL_PLACEMENTS, UNATTRIBUTED } from '../facts/sumIds.ts'
import { addPath, passedThrough } from './addPath.ts'
import type { Touch } from './attributeConversion.ts'
import type { CellOf, CountedConversion } from './countedConversion.ts'
import { creditOf, shareMoney, WHOLE_CREDIT } from './credit/creditModels.ts'

// The figures that one conversion adds to each rollup. Additive: a change subtracts the old figures and adds the new
// ones.

/** previous_day of touch_daily if there is none. Before every day, as a date and as text. */
const NEVER = '-infinity'
/** Columns of credit_daily and path_credit_daily. */
export const CREDIT_COLUMNS = MODELS.flatMap((model) => [model, `${model}_commission`] as const)

/** Calls `add` for every cell of the conversion: its merchant's, and those of all merchants together. */
export function outcomesOf(conversion: CountedConversion, add: CellOf): void {
  const addToBoth: CellOf = (rollup, key, values) => {
    for (const merchant of [conversion.merchantId, ALL_MERCHANTS]) add(rollup, [merchant, ...key], values)
  }
  const shares = CREDIT_MODELS.map((model) => sharesOf(conversion, model))
  addOutcomes(conversion, shares, addToBoth)
  addTouchDays(conversion, addToBoth)
  const { status, day, reason, commission, pathCounted } = conversion
  if (!isTracked(status)) return
  if (reason !== null) addToBoth('unattributed_daily', [day, reason], [1, commission])
  addCredits(conversion, shares, addToBoth)
  if (pathCounted) addPath(conversion, addToBoth)
}

/** Pending and confirmed sales count as tracked; rejected and refunded ones are shown separately. */
function isTracked(status: ConversionStatus): boolean {
  return status === 'pending' || status === 'confirmed'
}

/** How one model shares out a conversion: credit and money of each touch. */
interface Shares {
  readonly model: CreditModel
  readonly credits: readonly number[]
  readonly money: readonly number[]
}

function sharesOf(conversion: CountedConversion, model: CreditModel): Shares {
  const credits = creditOf(model, conversion.touches.map(creditTouch(conversion)), conversion.at)
  return { model, credits, money: shareMoney(conversion.commission, credits) }
}

/** By the day of the credited exposure. */
function addOutcomes(conversion: CountedConversion, shares: readonly Shares[], add: CellOf): void {
  const { touches, day, commission } = conversion
  const put = (model: Model, onDay: string, placement: string, credit: number, money: number) =>
    add('outcome_daily', [model, onDay, placement], outcomeOf(conversion, credit, money))
  for (const { model, credits, money } of shares) {
    if (touches.length === 0) put(model, day, UNATTRIBUTED, WHOLE_CREDIT, commission)
    for (const [i, touch] of touches.entries()) {
      if (credits[i] !== 0) put(model, touch.day, touch.placementId, credits[i]!, money[i]!)
    }
  }
}

const STATUS_COLUMN = { pending: 0, confirmed: 1, rejected: 2, refunded: 3 } as const

function outcomeOf({ status, touchType }: CountedConversion, credit: number, money: number): number[] {
  const values = [0, 0, 0, 0, 0, 0, 0, 0, 0]
  values[STATUS_COLUMN[status]] = credit
  values[4] = touchType === 'click' && isTracked(status) ? credit : 0
  values[5 + STATUS_COLUMN[status]] = money
  return values
}

/**
 * Once for each day with a touch, with the previous day that has one: a range counts a sale on the first of its touched
 * days, regardless of the range. By placement, and for all placements together.
 */
function addTouchDays(conversion: CountedConversion, add: CellOf): void {
  const { touches, commission } = conversion
  const values = outcomeOf(conversion, WHOLE_CREDIT, commission)
  const placements = Map.groupBy(touches, ({ placementId }) => placementId)
  for (const [placement, here] of [...placements, [ALL_PLACEMENTS, touches] as const]) {
    const days = [...new Set(here.map((touch) => touch.day))].sort()
    for (const [i, day] of days.entries()) add('touch_daily', [day, placement, days[i - 1] ?? NEVER], values)
  }
}

/**
 * By the day of the sale: a range holds the same sales under every model. For all sales together, and for those that
 * passed through each placement.
 */
function addCredits(conversion: CountedConversion, shares: readonly Shares[], add: CellOf): void {
  const { touches, day, commission, pathCounted } = conversion
  if (touches.length === 0)
    add(
      'credit_daily',
      [day, UNATTRIBUTED],
      MODELS.flatMap(() => [WHOLE_CREDIT, commission]),
    )
  for (const placement of new Set(touches.map(({ placementId }) => placementId))) {
    const sumHere = (values: readonly number[]) =>
      touches.reduce((sum, { placementId }, i) => (placementId === placement ? sum + values[i]! : sum), 0)
    const shared = shares.flatMap(({ credits, money }) => [sumHere(credits), sumHere(money)])
    const values = [...shared, WHOLE_CREDIT, commission]
    add('credit_daily', [day, placement], values)
    if (!pathCounted) continue
    for (const passedPlacement of passedThrough(conversion))
      add('path_credit_daily', [day, passedPlacement, placement], values)
  }
}

function creditTouch({ decisive }: CountedConversion) {
  return ({ at, eventId }: Touch) => ({ at, isDecisive: eventId === decisive })
}
