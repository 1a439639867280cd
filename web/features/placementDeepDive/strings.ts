import type { Part } from '../../lib/part.ts'

export const texts = {
  // In several places
  concentration: 'Concentration',
  merchant: 'Merchant',
  impressions: 'Impressions',
  share: 'Share',
  other: 'Other',
  impressionsInText: 'impressions',
  shareInText: 'share',

  // Answer
  noImpressionsHereOnThese: 'No impressions here on these days.',
  oneMerchantGets: 'One merchant gets',
  theTopMerchantsGet: (named: Part) => `The top ${named} merchants get`,
  ofImpressions: (subject: Part, topShare: Part) => `${subject} ${topShare} of impressions`,
  busiestHour: (from: Part, to: Part) => `Busiest hour: ${from} – ${to}.`,

  // Hours card
  whenItIsSeen: 'When it is seen',
  averageDay: 'Average day',
  days: 'Days',
  noImpressionsOnDays: (dayClass: Part) => `No impressions on ${dayClass} days.`,

  // Kpis
  topShare: (n: Part) => `Top ${n} share`,
  ofTheLargest: (n: Part) => `of the largest ${n}`,
  hhiTheSumOfSquared: (hhi: Part) => `HHI ${hhi}, the sum of squared shares`,
  perPerson: 'per person',
  people: 'people',
  ofMax: (maxSlots: Part, maxMerchantsShown: Part) => `of ${maxSlots}, max ${maxMerchantsShown}`,
  ofSlots: 'of slots',

  // Owners
  merchantsOf: (merchants: Part, isOne: boolean) => `${merchants} merchant${isOne ? '' : 's'}`,
  merchantsByShareOfImpressionsNo: 'Merchants by share of impressions: no data.',
  merchantsByShareOfImpressionsMost: (shown: Part, name: Part, topShare: Part) =>
    `Merchants by share of impressions: most, ${shown}, to ${name}; the first three have ${topShare}.`,
  ofAll: 'of all',
  withinNoise: ', within noise',
  changeOf: (label: Part) => `Change of ${label}`,
  range: 'Range',
  compared: 'Compared',
  bothPeriods: 'Both periods',
  cumulativeShare: 'Cumulative share',
  shareOfThisRow: 'Share of this row and all rows above it',
  otherOf: (name: Part) => `Other, ${name}`,
  in: (name: Part, placementName: Part) => `${name} in ${placementName}`,

  // Owners card
  whoGetsTheImpressions: 'Who gets the impressions',
  shareOf: (impressions: Part) => `Share of ${impressions}`,
  shareOfImpressions: 'Share of impressions',
  nobody: 'Nobody',
  getsEveryImpressionHere: 'gets every impression here, so there is no share to draw.',
  top3: 'top 3',
  merchants: (uniqueMerchants: Part) => `${uniqueMerchants} merchants`,
  tableOfMerchantsByShare: 'Table of merchants by share',
  merchantsByShareOfImpressions: 'Merchants by share of impressions, with a running total',
  change: 'Change',
  cumulative: 'Cumulative',

  // Placement deep dive view
  placements: 'Placements',
  allPlacements: 'all placements',
  thisPlacement: 'This placement',
  onePlacement: 'one placement',
  totals: 'Totals',
  howOftenOnePersonSees: 'How often one person sees it',
  deepDive: 'Deep dive',
  placementInText: 'placement',
  highValue: 'High value',
  placement: 'Placement',
  hoursAfter00ExcludeToday: (hour: Part) => `· Hours after ${hour}:00 exclude today.`,
} as const

export const DAY_CLASSES = { all: 'All', weekdays: 'Weekdays', weekend: 'Weekend' } as const
