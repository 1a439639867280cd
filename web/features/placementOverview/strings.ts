import type { Part } from '../../lib/part.ts'

export const texts = {
  // In several places
  of: (start: Part) => `of ${start}`,
  allPlacements: 'All placements',
  knownPerPlacement: 'Known for each placement, not for several together.',
  merchants: 'Merchants',
  merchantsShown: 'Merchants shown',
  perPerson: 'per person',

  // Answer
  noImpressionsOnTheseDays: 'No impressions on these days.',
  noImpressionsSince: (start: Part) => `No impressions since ${start}.`,
  placementsOf: (seen: Part, isOne: boolean) => `${seen} placement${isOne ? '' : 's'}`,
  impressionsIn: (totalImpressions: Part, where: Part) => `${totalImpressions} impressions in ${where}`,
  hasTheMostRoom: (placementName: Part, avgMerchantsShown: Part, maxSlots: Part) =>
    `${placementName} has the most room: ${avgMerchantsShown} of ${maxSlots} slots used.`,

  // Daily card
  impressionsPerDay: 'Impressions per day',
  hollowTodayAndTheSame: (until: Part) => `Hollow: today and the same day before, ${until}`,
  hollowTodaySoFar: 'Hollow: today so far',

  // Day hours
  impressionsPerHour: 'Impressions per hour',
  onlyFullHours: 'Only full hours',
  noFullHour: 'No full hour of this day has impressions yet.',

  // Figures
  inTotalNotShownHere: (known: Part, missing: Part) => `${known} in total; ${missing} not shown here`,
  distinctMerchantsWithAtLeast:
    'Distinct merchants with at least one impression; each counts once, in however many placements it was shown',
  merchantsInText: 'merchants',
  mostMerchantsInASession: 'Most merchants in a session',
  theLargestNumberOfDistinct: 'The largest number of distinct merchants that one session was shown here on one day',
  viewable: 'Viewable',
  measuredAsViewableOfThose: (viewableImpressions: Part, viewableRate: Part) =>
    `${viewableImpressions} measured as viewable, ${viewableRate} of those measured`,
  impressions: 'impressions',
  people: 'people',
  sessions: 'sessions',
  aSession: 'a session',
  ofTheSlots: 'Of the slots',
  ofTheSlotsTheseSessions: (share: Part, mean: Part) =>
    `${share} of the slots these sessions had; ${mean} merchants a session`,
  renders: 'Renders',
  fillRateSlotsFilledPer: (fillRate: Part) => `Fill rate ${fillRate}: slots filled ÷ slots available, as rendered`,
  slots: 'slots',
  rotationInText: 'rotation',

  // Part totals
  filledAndAvailableSlots: 'Filled and available slots are known for one placement and for all. Clear the filter.',

  // Placement overview view
  placements: 'Placements',
  allPlacementsInText: 'all placements',
  placementOverview: 'Placement overview',
  totals: 'Totals',
  placementsInText: 'placements',
  placement: 'Placement',
  impressionsReachAndSlots: 'Impressions, reach and slots by placement',
  highValue: 'High value',
  reachAndMerchantsCountEach: 'Reach and merchants count each once, so they do not add up across placements.',
  tier: 'Tier',

  // Table
  change: 'Change',
  impressionsComparedWithThePrevious:
    'Impressions compared with the previous period. Rows with fewer than 100 impressions in both sort last.',
  perDay: 'Per day',
  slotsFilledAvg: 'Slots filled, avg',
  max: 'Max',
  changeOfFillRate: 'Change of fill rate',
  inPercentagePointsCompared: 'In percentage points, compared with the previous period over full days',
  rotation: 'Rotation',
  merchantsPerSlot: (formula: Part) => `Merchants per slot: ${formula}`,
} as const

export const TIER_LABELS = { all: 'All', high_value: 'High value', standard: 'Standard' } as const
