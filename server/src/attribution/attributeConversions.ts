import { MAX_TOUCHES } from '@bx/contracts/metrics/touches'
import { plainArray, type Tx } from '../db/client.ts'
import { DAY } from '../lib/clock.ts'
import { MAX_SUM } from '../lib/saturate.ts'
import type { VersionedWindows } from '../settings/attributionWindows.ts'
import {
  type Attribution,
  attributeConversion,
  type Evidence,
  type NamedClick,
  type Touch,
} from './attributeConversion.ts'
import type { Cells } from './cells.ts'
import { LEDGER_DAYS } from './clickLedger.ts'
import type { CountedConversion } from './countedConversion.ts'
import { isBefore, readPassed } from './passedPlacements.ts'
import { readClicksBefore } from './readClicksBefore.ts'
import { readViews } from './readExposures.ts'
import { readPeople } from './readPeople.ts'
import { type Attributed, readCounted, type StoredConversion, writeCounted } from './storedConversions.ts'
import { writeCells } from './writeCells.ts'

// The touches of each conversion, and its figures.

/**
 * Re-attributes these conversions and counts the difference.
 * @param keptFrom first day whose exposures are kept: earlier touches stay
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
  const found = conversions.map((conversion) => {
    const old = before.get(conversion.conversionNo)
    const kept = (old?.touches ?? []).filter((touch) => isBefore(keptFrom, touch.at))
    const evidence = evidenceOf(conversion)
    const now =
      old && isForgotten(conversion, old, evidence.named, windows)
        ? { ...old, dropped: null }
        : attributeConversion(conversion, { ...evidence, kept }, windows)
    return { conversion, old, now }
  })
  const passedOf = await readPassed(tx, found, { windows, keptFrom })
  const changed: Attributed[] = []
  for (const one of found) {
    const { conversion, old } = one
    const now = countedOf(conversion, one.now, passedOf(one))
    if (old && isSame(old, now)) continue
    if (old) cells.count(conversion.conversionNo, old, -1)
    cells.count(conversion.conversionNo, now, 1)
    changed.push({ conversionNo: conversion.conversionNo, counted: now })
    if (cells.areMany) await writeCells(tx, cells)
  }
  await writeCounted(tx, changed, windows.version)
  return changed.length
}

/** Since the sale was attributed, the ledger has deleted the click that it names: the earlier result stays. */
function isForgotten(
  { clickId, at }: StoredConversion,
  old: CountedConversion,
  named: NamedClick | null,
  windows: VersionedWindows,
): boolean {
  const mayBeGone = at - windows.conversionMs < Date.now() - LEDGER_DAYS * DAY
  return clickId !== null && named === null && old.reason !== 'unknown_click' && mayBeGone
}

function countedOf(
  { merchantId, at, day, status, commission }: StoredConversion,
  { touchType, decisive, reason, touches }: Attribution,
  passed: readonly string[] | null,
): CountedConversion {
  return { merchantId, at, day, status, commission, touchType, decisive, reason, touches, passed, pathCounted: true }
}

function isSame(a: CountedConversion, b: CountedConversion): boolean {
  return (
    a.status === b.status &&
    a.commission === b.commission &&
    a.touchType === b.touchType &&
    a.reason === b.reason &&
    a.decisive === b.decisive &&
    a.pathCounted === b.pathCounted &&
    a.passed?.join() === b.passed?.join() &&
    a.touches.length === b.touches.length &&
    a.touches.every((touch, i) => isSameTouch(touch, b.touches[i]!))
  )
}

function isSameTouch(a: Touch, b: Touch): boolean {
  return a.eventId === b.eventId && a.clicked === b.clicked && a.packageId === b.packageId
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
  const people = await readPeople(
    tx,
    conversions.flatMap(({ userId }) => userId ?? []),
  )
  const idsOf = (userId: string | null) => (userId === null ? [] : people.get(userId)!)
  const spans = conversions.flatMap(({ userId, merchantId, at }) =>
    idsOf(userId).map((id) => ({ userId: id, merchantId, from: at - windows.conversionMs, to: at })),
  )
  const exposures = Map.groupBy(await readViews(tx, spans, MAX_TOUCHES), ({ userId }) => userId)
  const clicks = await readClicksBefore(tx, spans, conversions)
  return ({ userId, clickId, merchantId }: StoredConversion): Omit<Evidence, 'kept'> => {
    // What a visitor did counts as the member's.
    const ofMember = <T extends object>(found: ReadonlyMap<string, readonly T[]>) =>
      idsOf(userId).flatMap((id) => (found.get(id) ?? []).map((one) => ({ ...one, userId: userId! })))
    const named = clickId === null ? undefined : clicks.named.get(clickId)
    return {
      named: named?.merchantId === merchantId ? named : null,
      exposures: ofMember(exposures),
      clicks: ofMember(clicks.byUser),
    }
  }
}
