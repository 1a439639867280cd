import type { Part } from '../../lib/part.ts'

export const texts = {
  // In several places
  attributionLab: 'Attribution lab',
  placement: 'Placement',

  // Answer
  through: (through: Part) => ` through ${through}`,
  noSaleOnTheseDays: (where: Part) => `No sale${where} on these days.`,
  salesNoneWithAnImpression: (conversions: Part, where: Part) =>
    `${conversions} sales${where}, none with an impression before it.`,
  halfOfSalesHappenWithin: (where: Part, duration: Part) =>
    `Half of sales${where} happen within ${duration} of the credited impression.`,
  mostPathsStartOn: (placementName: Part) => ` Most paths start on ${placementName}.`,
  ofSalesHadAnImpression: (reached: Part, conversions: Part, start: Part) =>
    `${reached} of ${conversions} sales had an impression before them.${start}`,
  theOneSaleHadNo: (where: Part) => `The one sale${where} had no impression before it.`,
  theOneSaleHappenedAfter: (where: Part, duration: Part) =>
    `The one sale${where} happened ${duration} after the credited impression.`,

  // Conversion paths view
  allMerchants: 'All merchants',
  conversionPaths: 'Conversion paths',
  allPaths: 'all paths',
  pathsContainTheImpressionsBefore: (window: Part, maxTouches: Part) =>
    `${window}. Paths contain the impressions before each sale, by the day of the sale; the last five steps. At most ${maxTouches} touches per sale: the first, the decisive one and the latest others.`,
  totals: 'Totals',
  onlySalesThroughEveryFigure: (name: Part) => `Only sales through ${name}: every figure below.`,
  stateOfTheFigures: 'State of the figures',
  view: 'View',
  flow: 'Flow',
  pathsThrough: 'Paths through',
  onePlacement: 'one placement',
  showAll: ', show all',
  merchants: 'Merchants',
  onlySalesThrough: 'Only sales through',

  // Data driven
  dataDrivenModels: 'Data-driven models',
  computedOnRequest: (days: Part) => `Computed on request for ${days}, from the paths themselves, not from a rule.`,
  computedSoFar: (name: Part) => `${name}: computed so far`,
  cancelOf: (name: Part) => `Cancel ${name}`,
  cancel: 'Cancel',
  compute: (name: Part) => `Compute ${name}`,
  tryAgain: 'Try again',
  computeAgain: 'Compute again',
  cancelledBy: (cancelledBy: Part) => `Cancelled by ${cancelledBy}.`,
  failed: 'Failed',
  once: 'once',
  times: (attempts: Part) => `${attempts} times`,
  attemptFailedItWill: (error: Part) => `Attempt failed: ${error} It will be tried again.`,
  conversionsByPlacement: (model: Part) => `Conversions by placement, ${model}`,
  share: 'Share',
  conversions: 'Conversions',
  commission: 'Commission',
  decisiveTouch: 'Decisive touch',
  withoutATouch: 'Without a touch',
  allSales: 'All sales',
  fromSales: (sales: Part, isOne: boolean) => `From ${sales} ${isOne ? 'sale' : 'sales'}`,
  andAboutJourneysWithoutOne: (journeysWithoutSale: Part, sample: Part) =>
    ` and about ${journeysWithoutSale} journeys without one (${sample} of people were read)`,
  computedAt: '; computed at',
  salesHaveChangedSinceCompute: ' Sales have changed since: compute again to compare them.',

  // Flow card
  pathsToASale: 'Paths to a sale',
  salesByThe1st2nd: 'Sales by the 1st, 2nd and 3rd placement seen',
  noSaleHadAnImpression: 'No sale had an impression before it.',
  selectAPlacementToFilter: (paths: Part) => `Select a placement to filter. The table lists the top ${paths}`,
  ofPathsSales: (paths: Part, conversions: Part, isOne: boolean) =>
    ` of ${paths} paths (${conversions} ${isOne ? 'sale is' : 'sales are'} in the rest).`,
  paths: (isOne: boolean) => ` ${isOne ? 'path' : 'paths'}.`,

  // Kpis
  salesOfTheRange: 'Sales of the range',
  salesThrough: (through: Part) => `Sales through ${through}`,
  sales: 'Sales',
  pendingAndConfirmedSales: 'Pending and confirmed sales, and their commission',
  medianTime: 'Median time',
  fromTheExposure: 'from the exposure',
  halfOfSalesHappenWithinThisTime: (bound: Part) =>
    `Half of sales happen within this time of the decisive exposure. ${bound}`,
  touchesPerSale: 'Touches per sale',
  touches: (touches: Part) => `${touches} touches`,
  exposuresWithinTheWindowBefore: 'Exposures within the window before the sale, of sales that have any',
  onePlacementOnly: 'One placement only',
  salesOf: (oneTouch: Part) => `${oneTouch} sales`,
  salesWhoseTouchesWereAll: 'Sales whose touches were all in one placement, of sales that have any',
  exact: 'Exact.',
  withinPercentOfTheExact: (within: Part) => `Within ${within}% of the exact value.`,

  // Lab
  noSaleInTheseDays: 'No sale in these days had an impression before it.',
  salesWith: (n: Part, isOne: boolean) => `${n} ${isOne ? 'sale' : 'sales'}`,
  leadsByDecisiveTouchOf: (name: Part, credit: Part, credited: Part) =>
    `${name} leads by decisive touch (${credit} of ${credited})`,
  theModelChangesTheAnswer: 'The model changes the answer.',
  by: (most: Part, name: Part, model: Part, credit: Part) => `${most}, ${name} by ${model} (${credit}).`,
  leadsUnderEveryModel: (name: Part) => `${name} leads under every model.`,
  theShareOfDiffersMost: (most: Part, name: Part, spread: Part) =>
    `${most}. The share of ${name} differs most: by ${spread} points.`,

  // Lab card
  salesCreditedByModel: 'Sales credited by model',
  theSameSalesInEvery: (credited: Part, isOne: boolean) =>
    `The same ${credited} ${isOne ? 'sale' : 'sales'} in every column, by the day of the sale. Shading:`,
  less: 'less',
  or: 'or',
  more: 'more',
  shareThanTheDecisiveTouch: 'share than the decisive touch.',
  salesFromBeforeTheLast: 'Sales from before the last upgrade are still being counted: these figures are too low.',
  tableOfModels: 'Table of models',
  salesCreditedToEachPlacement: 'Sales credited to each placement by each model',
  allPlacements: 'All placements',
  disagreementCirclesAreTheLowest: (conversions: Part) =>
    `Disagreement: circles are the lowest and highest share, the black bar is the decisive touch. ${conversions} more without an impression before them.`,
  disagreement: 'Disagreement',
  spreadPoints: 'Spread, points',
  pts: '±0.0 pts',
  ptsOf: (sign: Part, size: Part) => `${sign}${size} pts`,

  // Lab figures
  salesCreditedBy: (model: Part) => `Sales credited by ${model}`,
  creditedHere: 'credited here',
  salesWithAnImpression: 'sales with an impression',
  shareInText: 'share',

  // Lag card
  timeToConversion: 'Time to conversion',
  salesBy12Hours: 'Sales by 12 hours from the credited impression',
  noSaleHadAnExposure: 'No sale had an exposure before it.',

  // Rules card
  howEachModelCounts: 'How each model counts',

  // Touches card
  firstTouchAndLastSeen: 'First touch and last seen',
  tableOfTouches: 'Table of touches',
  touchesBeforeSalesByPlacement: 'Touches before sales by placement',
  timesInPath: 'Times in path',
  firstTouch: 'First touch',
  lastSeen: 'Last seen',
  firstTouchAndLastSeenText: 'First touch ○ and last seen ●',
  hoursToConversionAverage: 'Hours to conversion, average',
  onlyPathsThrough: (placementName: Part) => `Only paths through ${placementName}`,
} as const

export const DATA_MODELS = { markov: 'Markov removal effect', shapley: 'Shapley value' } as const

export const DATA_MODEL_RULES = {
  markov:
    'Share of sales you would lose if the placement did not exist, estimated from converting and non-converting journeys.',
  shapley: 'Each sale is shared equally by the placements its buyer saw.',
} as const

export const STEP_NAMES: Readonly<Record<string, string>> = { sale: 'Sale', other: 'Other' }
