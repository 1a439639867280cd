import type { Part } from '../../lib/part.ts'

export const texts = {
  // In several places
  dayByDayOf: (name: Part) => `${name}, day by day`,
  allPlacements: 'All placements',

  // Answer
  noPlacementHasEnoughData: 'No placement has enough data yet.',
  andEarnMostPer1: (best: Part, placementName: Part) => `${best} and ${placementName} earn most per 1,000 impressions.`,
  earnsMostPer1000: (best: Part) => `${best} earns most per 1,000 impressions.`,
  doesntHaveEnoughDataYet: (names: Part) => `${names} doesn’t have enough data yet.`,
  andDontHaveEnoughData: (names: Part, last: Part) => `${names} and ${last} don’t have enough data yet.`,
  placementsDontHaveEnoughData: (names: Part) => `${names} placements don’t have enough data yet.`,

  // Days button
  dayByDay: 'Day by day',

  // Days drawer
  close: 'Close',
  openTheDeepDive: 'Open the deep dive',
  byDay: (placementName: Part) => `${placementName} by day`,
  commissionPerDay: 'Commission per day',
  ratesPerDay: 'Rates per day',
  ratesOfPerDay: (placementName: Part) => `Rates of ${placementName} per day`,
  restated: (day: Part) => `Restated ${day}`,
  day: 'Day',

  // Scorecard view
  theScorecard: 'The scorecard',
  allPlacementsInText: 'all placements',
  placementScorecard: 'Placement scorecard',
  scorecard: 'scorecard',
  placements: 'Placements',
  placement: 'Placement',
  clicksConversionsAndCommission: 'Clicks, conversions and commission by placement',
  highValue: 'High value',
  theTotalsRatesAreCalculated: (greyChanges: Part) =>
    `${greyChanges} The total’s rates are calculated from totals, not averaged. An assisted sale counts once in each placement and once in the total.`,

  // Rate columns
  changesOfSeveral:
    'The change of a rate is known for each placement and for all of them, not for several. Clear the filter.',

  // Table
  aSaleCountsInEach: 'A sale counts in each placement it touched.',
  confirmed: 'Confirmed',
  open: 'Open',
  rejected: 'Rejected',
  conversionsPerDay: 'Conversions per day',
  attributedCommissionPer1000: 'Attributed commission per 1,000 impressions',
  changeOfCtr: 'Change of CTR',
  changeOfCvrPerImpression: 'Change of CVR, per impression',
  changeOfCvrPerClick: 'Change of CVR, per click',
  changeOfRpm: 'Change of RPM',
  aSaleAssistsInEach: (countedOnce: Part) => `A sale assists in each placement it touched. ${countedOnce}`,
} as const
