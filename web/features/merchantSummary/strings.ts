import type { Part } from '../../lib/part.ts'

export const texts = {
  // In several places
  in: (name: Part, placementName: Part) => `${name} in ${placementName}`,
  perPerson: 'per person',

  // Answer
  hadNoImpressionsOnThese: (merchantName: Part) => `${merchantName} had no impressions on these days.`,
  peopleOf: (reach: Part, isOne: boolean) => `${reach} ${isOne ? 'person' : 'people'}`,
  times: (impressions: Part) => `${impressions} times`,
  seenByTimesEach: (times: Part, people: Part, frequency: Part) =>
    `Seen ${times} by ${people} (${frequency} times each)`,
  tooFewImpressionsToSay: (merchantName: Part) => `Too few impressions to say where ${merchantName} is shown most.`,
  on: (impressions: Part, placementName: Part) => `${impressions} on ${placementName}.`,

  // Figures
  clicksInText: 'clicks',
  impressionsInText: 'impressions',
  sample: 'Sample',
  shownFromImpressionsOnFewer: (minImpressions: Part) =>
    `Shown from ${minImpressions} impressions on; fewer say too little`,
  people: 'people',
  theFirstPlaceIsRank: 'The first place is rank 0',
  viewable: 'Viewable',
  impressionsOf: (viewableImpressions: Part) => `${viewableImpressions} impressions`,

  // Funnel
  impressions: 'Impressions',
  clicks: 'Clicks',
  areClicked: 'are clicked',
  conversions: 'Conversions',
  ofClicksSell: 'of clicks sell',
  step: 'Step',
  count: 'Count',
  ofTheStepAbove: 'Of the step above',

  // Funnel card
  fromImpressionToConversion: 'From impression to conversion',
  fromImpressionToConversionOf: (steps: Part) => `From impression to conversion: ${steps}`,
  barWidthsUseASquare: 'Bar widths use a square-root scale.',
  needs: (metric: Part, needed: Part, what: Part) => `${metric} needs ${needed} ${what}`,

  // Kpis
  isTheTop: '· 0 is the top',
  clicksOf: (clicks: Part, isOne: boolean) => `${clicks} ${isOne ? 'click' : 'clicks'}`,

  // Merchant summary view
  merchants: 'Merchants',
  allMerchants: 'all merchants',
  thisMerchant: 'This merchant',
  oneMerchant: 'one merchant',
  totals: 'Totals',
  howOftenOnePersonSaw: 'How often one person saw it',
  summary: 'Summary',
  merchantSummary: 'Merchant summary',
  merchant: 'Merchant',

  // Placements card
  whereItIsShown: 'Where it is shown',
  impressionsByPlacement: 'Impressions by placement',

  // Table
  placementsInText: 'placements',
  placements: 'Placements',
  placement: 'Placement',
  impressionsReachAndRank: 'Impressions, reach and rank of this merchant by placement',
  allPlacements: 'All placements',
  reachCountsEachPersonOnce: 'Reach counts each person once, so it does not add up across placements.',
  onlySomeImpressionsAreMeasured: 'Only some impressions are measured; how many is known for all placements together.',
  change: 'Change',
  impressionsComparedWithThePrevious: (over: Part) =>
    `Impressions compared with the previous period${over}. Rows with fewer than 100 impressions in both sort last.`,
} as const
