import type { PackageState, PackageType } from '@bx/contracts/packages/values'
import type { SoldPackage } from '../../lib/endpoints.ts'
import { count, date, dayIn, NO_VALUE } from '../../lib/formats.ts'
import { texts } from './strings.ts'

// The states of a package in words, and the groups that the list filters by.

export const GROUPS = {
  all: { label: texts.all, states: [] },
  offers: { label: texts.offers, states: ['draft', 'quoted', 'held'] },
  upcoming: { label: texts.upcoming, states: ['booked'] },
  running: { label: texts.running, states: ['live', 'paused'] },
  finished: { label: texts.finished, states: ['ended', 'closed', 'cancelled'] },
} as const satisfies Record<string, { label: string; states: readonly PackageState[] }>
export type Group = keyof typeof GROUPS

/** The group in a URL; an unknown one is all. */
export function groupOf(text: string): Group {
  return Object.hasOwn(GROUPS, text) ? (text as Group) : 'all'
}

/** Packages in a group, of the number in each state. */
export function sizeOf(group: Group, states: Readonly<Partial<Record<PackageState, number>>>): number {
  const wanted: readonly PackageState[] = GROUPS[group].states
  return Object.entries(states).reduce(
    (sum, [state, n]) => (wanted.length === 0 || wanted.includes(state as PackageState) ? sum + n : sum),
    0,
  )
}

const UNITS: Readonly<Record<PackageType, readonly [one: string, many: string]>> = {
  CPI: ['impression', 'impressions'],
  CPC: ['click', 'clicks'],
  CPA: ['conversion', 'conversions'],
}

/** "1,500,000 impressions"; "no guarantee" for an open package. */
export function unitsText(type: PackageType, units: number | null): string {
  if (units === null) return texts.noGuarantee
  return `${count(units)} ${UNITS[type][units === 1 ? 0 : 1]}`
}

/** What the unit price is for: "per 1,000 impressions". */
export function perUnits(type: PackageType): string {
  return type === 'CPI' ? texts.per1000Impressions : texts.per(UNITS[type][0])
}

/** What happens next, and when; – if nothing is due. */
export function nextStep(row: SoldPackage, timeZone: string): string {
  const on = (instant: string) => date(dayIn(timeZone, instant))
  if (row.status === 'draft') return texts.quoteIt
  if (row.status === 'quoted') return texts.holdInventory
  if (row.status === 'held')
    return row.hold_expires_at === null ? texts.approveIt : texts.approveBy(on(row.hold_expires_at))
  if (row.status === 'booked') return texts.starts(date(row.first_day))
  if (row.status === 'live') return texts.endsOf(date(row.last_day))
  if (row.status === 'paused') return texts.resumeIt
  return row.status === 'ended' ? texts.closeIt : NO_VALUE
}
