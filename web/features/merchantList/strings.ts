import type { Part } from '../../lib/part.ts'

export const texts = {
  // In several places
  allMerchants: 'All merchants',
  impressions: 'impressions',

  // Answer
  everyMerchantWasShown: 'Every merchant was shown in the last 7 days.',
  ofWereNotShown: (missing: Part, known: Part, isOne: boolean) =>
    `${missing} of ${known} ${isOne ? 'was' : 'were'} not shown in the last 7 days.`,
  noMerchantHadImpressions: 'No merchant had impressions on these days.',
  impressionsInTheseDaysToo: (impressions: Part, isOne: boolean) =>
    `${impressions} ${isOne ? 'impression' : 'impressions'} in these days: too few to rank merchants.`,
  isShownMost: (merchantName: Part, share: Part) => `${merchantName} is shown most, with ${share} of impressions.`,

  // Category filter
  categoryOf: (name: Part) => `Category: ${name}`,
  allCategories: 'All categories',
  noCategory: 'No category',

  // Columns
  category: 'Category',
  lastShown: 'Last shown',
  never: 'Never',
  change: 'Change',
  impressionsComparedWithThePrevious: (over: Part) =>
    `Impressions compared with the previous period${over}. Merchants with fewer than 100 impressions in both sort last.`,
  share: 'Share',
  ofAllImpressionsShown: 'Of all impressions shown in all placements, the share of this merchant',
  ofAll: 'of all',
  shareInText: 'share',
  people: 'people',
  perPerson: 'per person',

  // Ctr column
  needsImpressions: (minImpressions: Part) => `Needs ${minImpressions} impressions`,
  clicksPerImpressionsShown: (minImpressions: Part) =>
    `Clicks ÷ impressions. Shown from ${minImpressions} impressions on.`,
  clicks: 'clicks',
  sure95: (rangeText: Part) => `95% sure: ${rangeText}`,
  sample: 'Sample',
  shownFromImpressionsOnFewer: (enough: Part) => `Shown from ${enough} impressions on; fewer say too little`,

  // Merchant list view
  merchants: 'Merchants',
  allMerchantsInText: 'all merchants',
  shown: 'Shown',
  all: 'All',
  notShownInTheLast: 'Not shown in the last 7 days',
  merchantsInText: 'merchants',
  merchant: 'Merchant',
  impressionsReachAndShare: 'Impressions, reach and share by merchant',
  missingFor7Days: 'missing for 7 days',
  withoutACategory: 'without a category',
  in: (category: Part) => `in ${category}`,
  and: ' and ',
  reachCountsEachPersonOnce: (greyChanges: Part) =>
    `${greyChanges} Reach counts each person once, so it does not add up across merchants.`,
  ofMerchants: (total: Part, merchantsKnown: Part) => `${total} of ${merchantsKnown} merchants`,
} as const
