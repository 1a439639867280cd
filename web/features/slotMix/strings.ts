import type { LimitState } from '@bx/contracts/metrics/paidShare'
import type { Part } from '../../lib/part.ts'

export const texts = {
  // In several places
  slotMix: 'Slot mix',
  allPlacements: 'All placements',
  placement: 'Placement',
  impressions: 'Impressions',
  paidShare: 'Paid share',
  organic: 'Organic',
  paid: 'Paid',
  aboveOf: (limit: Part) => `Above ${limit}`,

  // View
  slow: 'all placements',
  howItAddsUp: (paid: Part, organic: Part, total: Part) => `Paid ${paid} + organic ${organic} = impressions ${total}`,
  inferredInAll: (inferred: Part, share: Part) =>
    `${inferred} organic impressions (${share}) are inferred: their merchant has a live package there. They are never billed.`,

  // Answer
  nothingShown: 'No impressions on these days.',
  nothingSince: (day: Part) => `No impressions since ${day}.`,
  nonePaid: 'No impression of these days is paid.',
  createPackage: 'Impressions count as paid when they are stamped with a live package.',
  isAbove: (name: Part, share: Part, limit: Part) => `${name} is above ${limit} paid (${share}).`,
  areAbove: (above: Part, all: Part, limit: Part, named: Part) =>
    `${above} of ${all} placements are above ${limit} paid: ${named}.`,
  noneAbove: (limit: Part) => `No placement is above ${limit} paid.`,
  namedWith: (name: Part, share: Part) => `${name} (${share})`,
  and: (first: Part, last: Part) => `${first} and ${last}`,
  overall: (share: Part) => `All placements: ${share}.`,
  overallChange: (share: Part, change: Part, days: Part) => `All placements: ${share}, ${change} on ${days}.`,

  // Table of placements
  placementsByPaidShare: 'Placements by paid share',
  caption: 'Impressions and paid share by placement',
  limitOf: (limit: Part) => `${limit} limit`,
  change: 'Change',
  changeHelp: 'Change of the paid share in percentage points, over whole days',
  placementsFoot: (limit: Part, least: Part) =>
    `Triangle: above ${limit}. A placement with fewer than ${least} impressions is neither above nor below.`,
  tooFew: (least: Part) => `Fewer than ${least} impressions`,

  // Chart
  chartSubtitle: 'Impressions per day by who pays',
  percent: 'Percent',
  counts: 'Counts',
  unit: 'Unit',
  legend: 'Legend',
  dayAbove: (limit: Part) => `Day above ${limit}`,
  todaySoFar: 'Last day: today so far',
  noImpressions: 'No impressions here on these days.',

  // Sentence below the chart
  neverAbove: (limit: Part) => `Not above ${limit} on any day.`,
  aboveOnDays: (above: Part, days: Part, limit: Part) => `Above ${limit} on ${above} of ${days} days.`,
  tooFewPerDay: (limit: Part) => `Too few impressions per day to compare each with ${limit}.`,
  openSince: (day: Part) => `Alert open since ${day}.`,
  adLoad: (load: Part) => `${load} paid impressions per session.`,
  noPackages: 'No package was shown here on these days.',
  packagesHere: 'Packages shown here',

  // Days
  perDay: (name: Part) => `${name}, per day`,
  eachOnce: 'Each impression counts once',
  daysCaption: (name: Part) => `Impressions of ${name} per day by who pays`,
  day: 'Day',
  soFar: 'so far',
  mix: 'Mix',
  inferred: 'Inferred',
  perSession: 'Paid per session',
  state: 'State',

  // Explanations
  ofPaid: 'paid',
  ofTotal: 'impressions',
  perSessionOf: 'per session',
  sessions: 'sessions',
  byType: 'By type',
  byTypeOf: (cpi: Part, cpc: Part, cpa: Part) => `CPI ${cpi}, CPC ${cpc}, CPA ${cpa}`,
  limit: 'Limit',
  limitRule: (limit: Part, least: Part) => `${limit}, from ${least} impressions`,
} as const

export const STATE_WORDS: Readonly<Record<LimitState, (limit: string) => string>> = {
  above: (limit) => `Above ${limit}`,
  below: () => 'Below',
  too_few: () => 'Too few',
}
