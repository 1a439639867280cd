import type { ConversionStatus } from '@bx/contracts/events/values'
import { MAX_TOUCHES } from '@bx/contracts/metrics/touches'
import type { VersionedWindows } from '../store/attributionWindows.ts'
import { plainArray, type Tx } from '../store/db.ts'
import { MAX_SUM } from '../store/saturate.ts'
import { attributeConversion, type ConversionFact, type CreditedClick, type Touch } from './attributeConversion.ts'
import type { Cells } from './cells.ts'
import type { ExposureFact } from './creditClick.ts'
import type { CountedConversion } from './outcomesOf.ts'
import { readClicksBefore } from './readClicksBefore.ts'
import { readViews } from './readExposures.ts'
import { readCounted, writeCounted } from './storedConversions.ts'

// The touches of each conversion, and what it counts.

export interface StoredConversion extends ConversionFact {
  readonly conversionNo: number
  readonly day: string
  readonly status: ConversionStatus
  readonly commission: number
}

/**
 * Attributes these conversions anew and counts the difference.
 * @param keptFrom first day whose exposures are kept: touches before it stand
 * @returns how many changed
 */
export async function attributeConversions(
  tx: Tx,
  conversionNos: readonly number[],
  windows: VersionedWindows,
  keptFrom: string,
  cells: Cells,
): Promise<number> {
  const conversions = await readConversions(tx, conversionNos)
  if (conversions.length === 0) return 0
  const before = await readCounted(
    tx,
    conversions.map(({ conversionNo }) => conversionNo),
  )
  const evidenceOf = await readEvidence(tx, conversions, windows)
  const changed = conversions.flatMap((conversion) => {
    const old = before.get(conversion.conversionNo)
    const kept = (old?.touches ?? []).filter((touch) => new Date(touch.at).toISOString().slice(0, 10) < keptFrom)
    const now = countedOf(conversion, attributeConversion(conversion, { ...evidenceOf(conversion), kept }, windows))
    if (old && isSame(old, now)) return []
    if (old) cells.count(old, -1)
    cells.count(now, 1)
    return [{ conversionNo: conversion.conversionNo, counted: now }]
  })
  await writeCounted(tx, changed, windows.version)
  return changed.length
}

function countedOf(
  { merchantId, at, day, status, commission }: StoredConversion,
  found: ReturnType<typeof attributeConversion>,
): CountedConversion {
  const { through, decisive, touches } = found ?? { through: null, decisive: null, touches: [] }
  return { merchantId, at, day, status, commission, through, decisive, touches }
}

function isSame(a: CountedConversion, b: CountedConversion): boolean {
  return (
    a.status === b.status &&
    a.commission === b.commission &&
    a.through === b.through &&
    a.decisive === b.decisive &&
    a.touches.length === b.touches.length &&
    a.touches.every((touch, i) => isSameTouch(touch, b.touches[i]!))
  )
}

function isSameTouch(a: Touch, b: Touch): boolean {
  return a.eventId === b.eventId && a.clicked === b.clicked
}

async function readConversions(tx: Tx, nos: readonly number[]): Promise<StoredConversion[]> {
  if (nos.length === 0) return []
  const rows = await tx<(Omit<StoredConversion, 'at'> & { at: Date })[]>`
    select conversion_no as "conversionNo", sale."timestamp" as at, day, merchant_id as "merchantId", click_id as "clickId",
      coalesce(user_id, (select c.user_id from click_events c where c.click_id = sale.click_id and c.merchant_id = sale.merchant_id limit 1)) as "userId",
      counted_status as status, least(commission_amount * 10000, ${MAX_SUM})::bigint as commission
    from conversion_events sale where conversion_no = any(${plainArray(nos)}::bigint[])`
  return rows.map((row) => ({ ...row, at: row.at.getTime() }))
}

async function readEvidence(tx: Tx, conversions: readonly StoredConversion[], windows: VersionedWindows) {
  const spans = conversions.flatMap(({ userId, merchantId, at }) =>
    userId === null ? [] : [{ userId, merchantId, from: at - windows.conversionMs, to: at }],
  )
  const exposures = Map.groupBy(await readViews(tx, spans, MAX_TOUCHES), ({ userId }) => userId)
  const clicks = await readClicksBefore(tx, spans, conversions)
  return ({ userId, clickId }: StoredConversion): { exposures: ExposureFact[]; clicks: CreditedClick[] } => {
    const own = userId === null ? [] : (clicks.byUser.get(userId) ?? [])
    const named = clickId === null ? undefined : clicks.named.get(clickId)
    return {
      exposures: userId === null ? [] : (exposures.get(userId) ?? []),
      clicks: named && !own.some((click) => click.clickId === named.clickId) ? [...own, named] : own,
    }
  }
}
