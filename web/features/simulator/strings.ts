import type { Simulation, SimulationRow } from '../../lib/endpoints.ts'
import type { Part } from '../../lib/part.ts'

export const texts = {
  // In several places
  bestSplit: 'Best split',
  deal: 'Deal',
  cpiBudget: 'CPI budget',
  requestedImpressions: 'Requested impressions',
  merchant: 'Merchant',
  aNewMerchant: 'A new merchant',
  placements: 'Placements',
  days: 'Days',
  allChosenPlacements: 'All chosen placements',
  verdict: 'Verdict',
  largestSafeDeal: 'Largest safe deal',
  itsBreakEvenPrice: 'Its break-even price',
  saveThisDeal: 'Save this deal',
  alreadySold: 'Already sold',
  maximum: 'Maximum',
  feasible: 'Feasible',
  highRisk: 'High risk',
  notFeasible: 'Not feasible',

  // Answer
  theyCostTheCommissionThey: (price: Part) => `They cost ${price}; the commission they displace is not known yet.`,
  theyCostAndDisplaceAbout: (price: Part, displaced: Part) =>
    `They cost ${price} and displace about ${displaced} of commission.`,
  otherPlacementsOrLaterDays: 'Other placements or later days may have room.',
  toStayWithin30Percent: (goal: Part) => `To stay within 30%, sell at most ${goal}.`,

  // Beside
  twoDeals: 'Two deals',
  thisDealAnd: (name: Part) => `This deal and ${name}`,
  cannotBeSimulated: (name: Part, message: Part) => `${name} cannot be simulated: ${message}`,
  tableOfTwoDeals: 'Table of two deals',
  figure: 'Figure',
  thisDeal: 'This deal',

  // Charts
  forecast: 'Forecast',
  impressionsPerDay: 'Impressions per day',
  solidActualDashedForecast: 'Solid: actual. Dashed: forecast with 80% range.',
  noImpressionsInThesePlacements: 'No impressions in these placements yet.',
  impressionsByPlacement: 'Impressions by placement, at the least displaced commission',
  nothingCanBeDelivered: 'Nothing can be delivered in these placements.',

  // Columns
  ifItTookTheWhole: 'If it took the whole deal',
  whatTheVerdictWould: (formula: Part) => `What the verdict would be with this placement alone. ${formula}`,
  theMostImpressions: 'The most impressions at the least displaced commission: placements that earn least come first',
  commission30Days: 'Commission, 30 days',
  commissionAtRisk30Percent: 'Commission at risk (30%)',
  risk: 'Risk',
  impressionsExpectedInTheDays: 'Impressions expected in the days of the deal, with the 80% range of the forecast',
  soldText: 'Sold',
  displaces: 'displaces',

  // Create package
  priceIt: 'Price it',
  createPackage: 'Create package',

  // Deal form
  merchantHelp: 'This merchant’s existing packages use the same inventory',
  per1000Impressions: (cpm: Part) => `${cpm} per 1,000 impressions`,
  impressionsInText: 'impressions',
  aboutADayForDays: (impressions: Part, days: Part, isOne: boolean) =>
    `About ${impressions} a day for ${days} ${isOne ? 'day' : 'days'}`,
  enterAtLeast1Impression: 'Enter at least 1 impression.',
  firstDay: 'First day',
  lastDayIncluded: 'Last day, included',
  atMost: (units: Part) => `At most ${units}.`,
  atMostDecimalPlaces: (decimals: Part) => `At most ${decimals} decimal places.`,
  wholeDaysAreSoldChoose: (tomorrow: Part) => `Whole days are sold: choose ${tomorrow} or later.`,
  endsBeforeItStartsChoose: 'Ends before it starts: choose a later day.',
  tooFarAheadChoose: (latest: Part) => `Too far ahead: choose ${latest} or earlier.`,

  // Deal on paper
  daysOf: (days: Part, length: Part, isOne: boolean, timeZone: Part) =>
    `${days} (${length} ${isOne ? 'day' : 'days'}, ${timeZone})`,
  forecastFrom: 'Forecast from',
  completeTo: (days: Part, completeTo: Part) => `${days}, complete to ${completeTo}`,

  // Figures
  safe: 'Sum over placements of the lower of: 30% of the impressions expected − sold packages; renders − this merchant’s packages',
  breakEven: 'The commission that these impressions would have earned: a lower price costs more than it brings',
  possible: 'Within 50% of the impressions expected and one slot of each render, were nothing else sold',
  sold: 'Impressions that held, booked, live and paused packages are owed in the days of the deal',
  to: (low: Part, high: Part) => `${low} to ${high}`,
  interval80: '80% interval',
  renders: 'Renders',
  expectedOf: (renders: Part, range: Part) => `${renders} expected, ${range}`,
  maximumInText: 'maximum',
  alreadySoldInText: 'already sold',
  availableInText: 'available',
  within30Percent: 'Within 30%',
  assumed: 'Assumed',
  paid: 'Paid',
  soldAndOfThisDeal: (paid: Part, sold: Part, units: Part) => `${paid}: ${sold} sold and ${units} of this deal`,
  weakPeriod: 'Weak period',
  impressionsRenders1In10: (impressions: Part, renders: Part) =>
    `${impressions} impressions, ${renders} renders (1 in 10)`,
  paidShare: 'Paid share',
  ofTheImpressionsExpected: (paidShare: Part) => `${paidShare} of the impressions expected`,
  soldAndOfThisDealOf: (sold: Part, units: Part) => `${sold} sold and ${units} of this deal`,
  expected: 'Expected',
  impressionsRenders: (capacity: Part, renders: Part) => `${capacity} impressions, ${renders} renders`,
  of: 'Of',
  aMonth: (monthlyCpaRevenue: Part) => `${monthlyCpaRevenue} a month`,
  notKnown: 'Not known',
  impressions: 'Impressions',
  ofThisDeal: (units: Part) => `${units} of this deal`,
  price: 'Price',
  per1000Pay: (cpm: Part, breakEvenCpm: Part) => `${cpm} per 1,000; ${breakEvenCpm} pay for what they displace`,
  in10: (weakPeriodImpressions: Part) => `${weakPeriodImpressions} (1 in 10)`,
  priceOfTheLargestSafe: 'Price of the largest safe deal',
  impressionsPricePerImpression: 'Impressions × price per impression',
  per1000AsAsked: (cpm: Part) => `${cpm} per 1,000, as asked`,
  breakEvenPrice: 'Break-even price',
  per1000: 'Per 1,000',
  someImpressionsAreInPlacements: 'Some impressions are in placements that have no day with final sales yet',
  assumesPackagesAlreadySoldDeliver:
    'Assumes packages already sold deliver on plan: each delivers what it still owes evenly over the rest of its flight.',

  // No verdict
  noVerdict: 'No verdict',
  noVerdictYet: 'No verdict yet',

  // Placement picker
  orSelectRows: 'Or select rows in the table',
  placementsOf: (words: Part) => `Placements: ${words}`,
  searchPlacements: 'Search placements',
  noPlacementMatches: 'No placement matches',
  andMoreTypeToFind: (more: Part) => `and ${more} more: type to find them`,
  all: (all: Part) => `All ${all}`,
  ofOf: (chosen: Part, all: Part) => `${chosen} of ${all}`,

  // Placements table
  showAllPlacementsAgain: (filteredBy: Part) => `${filteredBy}: show all placements again`,
  thisOne: 'this one',
  these: (ids: Part) => `these ${ids}`,
  only: (these: Part) => `Only ${these}`,
  leaveOut: (these: Part) => `Leave out ${these}`,
  putIn: (these: Part) => `Put in ${these}`,

  // Risk meter
  commissionDisplacedByImpressions: (delivered: Part) => `Commission displaced by ${delivered} impressions`,
  commissionNotKnownYet: 'Commission not known yet',
  thePriceOfTheSame: (deliveredPrice: Part) => `The price of the same impressions is ${deliveredPrice}.`,
  ofTheImpressionsExpectedWould: (paid: Part, sold: Part, zones: Part) =>
    `${paid} of the impressions expected would be paid; ${sold} are sold already. ${zones}.`,
  alreadySoldOf: (sold: Part) => `Already sold ${sold}`,
  thisDealOf: (paid: Part) => `This deal ${paid}`,
  pastTheEnd: ', past the end',

  // Safe deal
  commissionNotKnownYetInText: 'commission not known yet',
  per1000Of: (cpm: Part) => `${cpm} per 1,000`,
  impressionsWithin30Percent: (weakPeriodImpressions: Part) =>
    `impressions within 30%; ${weakPeriodImpressions} in a weak period`,
  itsPrice: 'Its price',
  at: (cpm: Part) => `at ${cpm}`,
  useThisDeal: 'Use this deal',

  // Scenario dialogs
  delete: (name: Part) => `Delete ${name}?`,
  deleteOf: (name: Part) => `Delete ${name}`,
  theSavedDealIsDeleted: (name: Part, isShared: boolean) =>
    `The saved deal “${name}” is deleted${isShared ? ', also for the colleagues it is shared with' : ''}. This cannot be undone.`,
  saveDeal: 'Save deal',
  name: 'Name',
  shareWithColleaguesWhoMay: 'Share with colleagues who may simulate deals',

  // Scenarios
  savedDeals: 'Saved deals',
  saveADealToCompare: 'Save a deal to compare it with others later.',
  stopSharing: 'Stop sharing',
  shareWithColleagues: 'Share with colleagues',
  deleteWith: (name: Part) => `Delete ${name}…`,
  sharedBy: (owner: Part) => `shared by ${owner}`,
  onlyYou: 'only you',
  openOf: (name: Part) => `Open ${name}`,
  open: 'Open',
  compareWith: (isBeside: boolean, name: Part) => `${isBeside ? 'Stop comparing' : 'Compare'} with ${name}`,
  stopComparing: 'Stop comparing',
  compare: 'Compare',
  moreAbout: (name: Part) => `More about ${name}`,

  // Side by side
  deliveredImpressions: 'Delivered impressions',
  priceOfTheDeliveredImpressions: 'Price of the delivered impressions',
  commissionTheyDisplace: 'Commission they displace',
  pricePer1000: 'Price per 1,000',
  breakEvenPricePer1: 'Break-even price per 1,000',
  riskScore: 'Risk score',

  // Simulator view
  theForecastOfEveryPlacement: 'the forecast of every placement',
  simulator: 'Simulator',
  from: 'From',
  wholeDaysTheForecastAssumes: (days: Part) =>
    `whole days, ${days}; the forecast assumes no growth. Commission by the decisive touch, of days whose sales are final.`,
  daysWith: (ofDays: Part) => `Days: ${ofDays}`,
  noPlacements: 'No placements',
  noPlacementsYet: 'No placements yet',
  aPlacementAppearsHereWhen: 'A placement appears here when it exists; its forecast begins with its first whole day.',
  impressionsFor: (requestedImpressions: Part, budget: Part) => `${requestedImpressions} impressions for ${budget}`,
  daysOfTheDeal: 'Days of the deal',
  oneWithoutSoldPackages: 'One without sold packages',
  currency: 'Currency',

  // Supply bar
  availableInventory: 'Available inventory',
  goal: 'Goal',
  delivered: (delivered: Part) => `${delivered} delivered`,
  short: (shortfall: Part) => `, ${shortfall} short`,
  available: 'Available',
  within30PercentOf: (available30pct: Part) => `${available30pct} within 30%`,
  ofSoldInAll: (sold: Part) => `of ${sold} sold in all`,
  availableAlreadySold: 'available + already sold',
  goalAvailableAlreadySoldMaximum: (goal: Part, available: Part, competing: Part, possible: Part) =>
    `Goal ${goal}; available ${available}; already sold ${competing}; maximum ${possible}.`,
  theLineIsTheGoal: 'The line is the goal. Capacity expected:',
  impressionsTo: (low: Part, high: Part) => `impressions, ${low} to ${high}.`,

  // Table
  placementsInText: 'placements',
  placement: 'Placement',
  capacityVerdictSplitAndRisk: 'Capacity, verdict, split and risk by placement',
  isPartOfTheDeal: (placementName: Part) => `${placementName} is part of the deal`,
  chosenPlacements: 'Chosen placements',
  rangesAreSummedGood:
    'Ranges are summed: good and bad weeks affect all placements together. “If it took the whole deal” and commission per 30 days do not depend on the selection.',

  // Unusable link
  thisLinkHasValues: (values: Part) =>
    `This link has values that we cannot use: ${values}. The defaults are used instead.`,
  closeThisNote: 'Close this note',

  // Verdict
  atTheLimit: 'At the limit',
  high: 'High',
  low: 'Low',
  riskOf: (words: Part) => `Risk: ${words}`,

  // Warnings
  warnings: 'Warnings',
  showAll: (ids: Part) => `Show all ${ids}`,

  // Zones
  feasibleTo: (safe: Part) => `Feasible to ${safe}`,
  highRiskTo: (highest: Part) => `High risk to ${highest}`,
  notFeasibleAbove: 'Not feasible above',
} as const

export const SIMULATION_FAILED = { what: 'The simulation', unaffected: 'Showing the previous simulation.' }

export const WARNING_WORDS: Readonly<Record<Simulation['data']['warnings'][number]['code'], string>> = {
  high_risk: 'High risk',
  not_feasible: 'Not feasible',
  weak_period: 'Weak period',
  few_days: 'Little history',
  unknown_commission: 'Commission not known',
  renders_estimated: 'Renders estimated',
  below_break_even: 'Below break-even',
}

/** Quiet words: only the deal itself has a verdict in colour. */
export const ALONE_WORDS: Readonly<Record<SimulationRow['delivery_feasibility'], string>> = {
  'Feasible (30% allocation)': 'Would fit',
  'Feasible (50% allocation - HIGH RISK)': 'High risk',
  'Not Feasible': 'Too large',
}
