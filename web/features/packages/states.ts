import type { PackageState, PackageType } from '@bx/contracts/packages/values'
import type { SoldPackage } from '../../lib/endpoints.ts'
import { count, date, dayIn, NO_VALUE } from '../../lib/formats.ts'

// The states of a package in words, and the groups that the list filters by.

export const STATE_LABELS: Readonly<Record<PackageState, string>> = {
  draft: 'Draft',
  quoted: 'Quoted',
  held: 'Held',
  booked: 'Booked',
  live: 'Live',
  paused: 'Paused',
  ended: 'Ended',
  closed: 'Closed',
  cancelled: 'Cancelled',
}

export const GROUPS = {
  all: { label: 'All', states: [] },
  offers: { label: 'Offers', states: ['draft', 'quoted', 'held'] },
  upcoming: { label: 'Upcoming', states: ['booked'] },
  running: { label: 'Running', states: ['live', 'paused'] },
  finished: { label: 'Finished', states: ['ended', 'closed', 'cancelled'] },
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
  if (units === null) return 'no guarantee'
  return `${count(units)} ${UNITS[type][units === 1 ? 0 : 1]}`
}

/** What the unit price is for: "per 1,000 impressions". */
export function perUnits(type: PackageType): string {
  return type === 'CPI' ? 'per 1,000 impressions' : `per ${UNITS[type][0]}`
}

/** What happens next, and when; – if nothing is due. */
export function nextStep(row: SoldPackage, timeZone: string): string {
  const on = (instant: string) => date(dayIn(timeZone, instant))
  if (row.status === 'draft') return 'Quote it'
  if (row.status === 'quoted') return 'Hold inventory'
  if (row.status === 'held')
    return row.hold_expires_at === null ? 'Approve it' : `Approve by ${on(row.hold_expires_at)}`
  if (row.status === 'booked') return `Starts ${date(row.first_day)}`
  if (row.status === 'live') return `Ends ${date(row.last_day)}`
  if (row.status === 'paused') return 'Resume it'
  return row.status === 'ended' ? 'Close it' : NO_VALUE
}
