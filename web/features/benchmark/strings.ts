import type { Part } from '../../lib/part.ts'

export const texts = {
  // In several places
  notEnoughData: 'Not enough data',

  // Answer
  ofPlacementsDontHaveEnough: (few: Part, rows: Part) => `${few} of ${rows} placements don’t have enough data yet.`,
  recommendedSellOnCpa: (cpa: Part) => `Recommended: sell ${cpa} on CPA.`,
  onCpc: (cpc: Part) => `${cpc} on CPC. `,
  recommendedSellOnCpc: (cpc: Part) => `Recommended: sell ${cpc} on CPC.`,
  notEnoughDataToRecommend: 'Not enough data to recommend a package.',
  recommendedSellImpressionsCpiClicks:
    'Recommended: sell impressions (CPI); clicks and sales are expected to bring less.',
  and: (names: Part, last: Part) => `${names} and ${last}`,
  andMore: (names: Part, others: Part) => `${names} and ${others} more`,

  // Benchmark view
  merchants: 'Merchants',
  allMerchants: 'all merchants',
  thisMerchant: 'This merchant',
  oneMerchant: 'one merchant',
  merchantSummary: 'Merchant summary',
  benchmarking: 'Benchmarking',
  benchmarkingOf: (merchantName: Part) => `${merchantName}, benchmarking`,
  merchant: 'Merchant',

  // Quadrant card
  ctrAgainstCvr: 'CTR against CVR',
  areaImpressionsDashedDots: 'Area: impressions; dashed dots: not enough data',
  verticalRate: 'Vertical rate',
  perClick: 'Per click',
  perImpression: 'Per impression',
  noClicksOnTheseDays: 'No clicks on these days.',

  // Rates card
  title: 'CVR, per impression',
  byPlacementWithThe95: 'By placement, with the 95% range; dashed: all placements',
  noImpressionsOnTheseDays: 'No impressions on these days.',

  // Table
  recommendations: 'recommendations',
  placementRecommendations: 'Placement recommendations',
  placement: 'Placement',
  ratesOfThisMerchant: 'Rates of this merchant by placement, and the package each placement suits',
  allPlacements: 'All placements',
  expectedRevenueUsesListPrices: (cpm: Part, cpc: Part, minImpressions: Part, minClicks: Part) =>
    `Expected revenue uses list prices of ${cpm} per 1,000 impressions and ${cpc} per click, and the commission of each placement. Needs ${minImpressions} impressions and ${minClicks} clicks; below that we use the category’s rate, and say so. The category’s rate is of its other merchants, and withheld where one of them could be read from it.`,
  in: (merchantName: Part, scope: Part) => `${merchantName} in ${scope}`,
  aSaleCountsInEach: 'A sale counts in each placement it touched.',
  categoryCvrPerClick: 'Category CVR, per click',
  ofTheOtherMerchants:
    'Of the other merchants of the category in this placement. Withheld with fewer than 5 others, or when one has more than 60% of a figure.',
  recommendedPackage: 'Recommended package',
  fromItsCategory: 'from its category',
  per1000: (kind: Part) => `${kind}, per 1,000`,
  why: 'Why',
  simulate: 'Simulate',
} as const

export const CVR_LABELS = { click: 'CVR, per click', impression: 'CVR, per impression' } as const

export const EXPECTED_LABELS = {
  cpi: 'Expected revenue of 1,000 impressions sold by impression: the list price',
  cpc: 'Expected revenue of 1,000 impressions sold by click: clicks × list price of a click',
  cpa: 'Expected revenue of 1,000 impressions sold by sale: commission per 1,000 impressions',
} as const
