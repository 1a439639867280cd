import type { PacingStatus } from '@bx/contracts/packages/pacing'
import type { PackageState } from '@bx/contracts/packages/values'
import type { Part } from '../../lib/part.ts'

export const texts = {
  // In several places
  overview: 'Commercial overview',
  commercialFigures: 'Commercial figures',
  revenueAndUse: 'Revenue and use of slots',
  allPackages: 'All packages',
  ofCommission: 'Commission',
  ofPackages: 'Packages',

  // Answer
  nothingIsSold: 'Nothing is sold on these days.',
  simulateADeal: 'Simulate a deal to see what fits.',
  booked: (amount: Part, packages: Part, isOne: boolean) =>
    `${amount} booked in ${packages} ${isOne ? 'package' : 'packages'}`,
  deliveredSoFar: (amount: Part, share: Part) => `${amount} delivered (${share})`,
  allOnCourse: 'Nothing is at risk.',
  atRiskIn: (amount: Part, packages: Part, isOne: boolean) =>
    `${amount} at risk in ${packages} ${isOne ? 'package' : 'packages'}.`,

  // Ending card
  nextToEnd: 'Next to end',
  package: 'Package',
  packagesThatRun: 'Packages that run, with what they delivered and owe',
  lastDay: 'Last day',
  merchant: 'Merchant',
  delivered: 'Delivered',
  ofGoal: 'Of goal',
  stillOwed: 'Still owed',
  noGoal: 'No goal',
  chanceOfGoal: 'Chance of goal',
  pacing: 'Pacing',
  packagesInText: 'packages',
  unitsAreThose: 'Units are those of the billing basis: impressions, clicks or conversions.',

  // KPIs
  packages: (packages: Part, isOne: boolean) => (isOne ? '1 package' : `${packages} packages`),
  ofBooked: (share: Part) => `${share} of booked`,
  of: (merchants: Part) => `of ${merchants}`,
  ofSlots: 'of slots',
  ofImpressions: 'of impressions',

  // Revenue card
  revenuePerDay: 'Revenue per day',
  fromPackagesAndCommission: 'packages and commission',
  day: 'Day',
  total: 'Total',
  inAll: (packages: Part, commission: Part) => `Packages ${packages}, commission ${commission}.`,

  // States card
  packagesByState: 'Packages by state',
} as const

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

export const PACING_LABELS: Readonly<Record<PacingStatus, string>> = {
  NOT_STARTED: 'Not started',
  WARMING_UP: 'Warming up',
  ON_TRACK: 'On track',
  UNDER_DELIVERING: 'Behind',
  OVER_DELIVERING: 'Ahead',
  PAUSED: 'Paused',
  COMPLETED: 'Completed',
  ENDED_SHORT: 'Ended short',
}
