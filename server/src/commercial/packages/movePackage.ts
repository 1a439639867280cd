import { parseMoney } from '@bx/contracts/money'
import { type Move, stateAfter } from '@bx/contracts/packages/lifecycle'
import type { Tx } from '../../db/client.ts'
import { DAY } from '../../lib/clock.ts'
import { AppError } from '../../lib/errors.ts'
import { packageRules } from '../../settings/registry.ts'
import { currentValue } from '../../settings/setting.ts'
import type { LockedPackage } from './packageRow.ts'
import { invalid } from './packageTerms.ts'
import { writePackageChange } from './recordPackageChange.ts'
import { recordQuote, refuseExpiredQuote } from './recordQuote.ts'
import type { Step } from './withPackage.ts'

/** Moves a package to its next state. Throws flight_over, quote_expired, own_quote_below_floor, package_invalid. */
export async function movePackage(tx: Tx, row: LockedPackage, move: Move, step: Step): Promise<LockedPackage> {
  const { actor, at, reason } = step
  if (SELLING.includes(move) && row.end_date.getTime() <= at.getTime()) throw new AppError('flight_over')
  if (move === 'approve') await checkFloor(tx, row, step)
  if (move === 'hold') await refuseExpiredQuote(tx, row.package_id, at)
  if (move === 'quote') await recordQuote(tx, row, { at, currency: step.reporting.currency })
  const status = stateAfter(row.status, move)!
  return writePackageChange(
    tx,
    row,
    {
      status,
      hold_expires_at: move === 'hold' ? await holdEnd(tx, row, step) : null,
      ...(move === 'quote' ? { quoted_by: actor } : {}),
      ...(move === 'approve' ? { approved_by: actor } : {}),
    },
    { actor, action: move, at, reason, currency: step.reporting.currency },
  )
}

const SELLING: readonly Move[] = ['quote', 'hold', 'approve']

/** A hold never outlives the flight. */
async function holdEnd(tx: Tx, { end_date: end }: LockedPackage, { at, reporting }: Step): Promise<Date> {
  const { hold_days: days } = await currentValue(tx, packageRules(reporting.currency))
  return new Date(Math.min(at.getTime() + days * DAY, end.getTime()))
}

/** Below the floor price nobody approves terms that they wrote themselves, and the other person says why. */
async function checkFloor(tx: Tx, row: LockedPackage, { actor, reason, reporting }: Step): Promise<void> {
  const { floor_price: floors } = await currentValue(tx, packageRules(reporting.currency))
  const floor = floors[FLOOR_OF[row.package_type]]
  if (row.unit_price >= parseMoney(floor)) return
  const [own] = await tx`
    select from package_changes where package_id = ${row.package_id} and actor = ${actor}
      and action in ('create', 'change', 'quote') limit 1`
  if (own !== undefined) throw new AppError('own_quote_below_floor', { details: { floor_price: floor } })
  if (reason === null)
    throw invalid([{ field: 'reason', code: 'reason_needed', message: `Say why: the floor price is ${floor}` }])
}

const FLOOR_OF = { CPI: 'cpi', CPC: 'cpc', CPA: 'cpa' } as const
