import type { Part } from './part.ts'

export const texts = {
  // In several places
  merchants: 'Merchants',

  // Api
  theServerCannotBeReached: 'The server cannot be reached.',
  theServerAnswered: (status: Part) => `The server answered ${status}.`,

  // Asked
  days: 'Days',
  comparedWith: 'Compared with',
  timeZone: 'Time zone',
  traffic: 'Traffic',
  gross: 'Gross',
  netWithoutSuspectedInvalidTraffic: 'Net: without suspected invalid traffic',
  completeTo: 'Complete to',
  currency: 'Currency',
  sampling: 'Sampling',
  none: 'None',
  ofImpressionsWhenScaled: (shareSampled: Part, impressionsScaled: Part) =>
    `${shareSampled} of impressions; ${impressionsScaled} when scaled`,
  comparedWithOf: (days: Part) => `compared with ${days}`,
  trafficOf: (traffic: Part) => `${traffic} traffic`,
  noComparison: 'No comparison',
  creditModel: 'Credit model',
  filter: 'Filter',
  tier: 'Tier',
  highValue: 'High value',
  standard: 'Standard',
  notShownInTheLast: 'Not shown in the last 7 days',
  hours: 'Hours',
  weekdays: 'Weekdays',
  weekend: 'Weekend',
  salesCanStillCome: (openFrom: Part) => `; sales can still come in from ${openFrom} on`,
  finalUntil: 'Final until',
  noDayIsFinal: 'No day is final',

  // Compare words
  new: 'New',
  pts: ' pts',
  noChange: 'No change',
  withinNoise: (text: Part) => `${text} (within noise)`,
  tooFewEvents: 'Too few events for a range',
  sureOrMore95: (low: Part) => `95% sure: ${low} or more`,
  sureTo95: (low: Part, high: Part) => `95% sure: ${low} to ${high}`,
  chanceAloneExplainsThisChange: (range: Part) => `${range}. Chance alone explains this change.`,
  overFullDays: (length: Part, isOne: boolean) => `over ${length} full day${isOne ? '' : 's'}`,
  to: (cutAtHour: Part) => `to ${cutAtHour}`,
  was: (before: Part) => `was ${before}`,
  ofDaysBeforeHaveData: (daysWithData: Part, days: Part, isOne: boolean) =>
    `${daysWithData} of ${days} days before ${isOne ? 'has' : 'have'} data`,
  onOn: (now: Part, days: Part, before: Part, daysBefore: Part) => `${now} on ${days}, ${before} on ${daysBefore}`,
  bothTodayIsExcluded: (values: Part, full: Part) => `${values}; both ${full}, today is excluded`,
  bothCountedUp: (values: Part, hour: Part) => `${values}; both counted up to ${hour} of the last day`,
  fromNothingOn: (compared: Part, days: Part) => `${compared} from nothing on ${days}`,
  withinNoiseOf: (text: Part) => `${text}, within noise`,
  aboutTheSameAs: (days: Part, text: Part, values: Part) => `about the same as ${days} (${text}; ${values})`,
  upOrDownOn: (isUp: boolean, amount: Part, days: Part, values: Part) =>
    `${isUp ? 'up' : 'down'} ${amount} on ${days} (${values})`,
  people: (n: Part, isOne: boolean) => `${n} ${isOne ? 'person' : 'people'}`,

  // Durations
  min: (hours: Part) => `${hours} min`,
  h: (hours: Part) => `${hours} h`,
  d: (hours: Part) => `${hours} d`,

  // Pages
  exposure: 'Exposure',
  placements: 'Placements',
  placementDeepDive: 'Placement deep dive',
  performance: 'Performance',
  scorecard: 'Scorecard',
  benchmarking: 'Benchmarking',
  conversionPaths: 'Conversion paths',
  commercial: 'Commercial',
  commercialOverview: 'Commercial overview',
  packages: 'Packages',
  simulator: 'Simulator',
  slotMix: 'Slot mix',
  pricing: 'Pricing',
  operations: 'Operations',
  health: 'Health',
  liveEvents: 'Live events',
  deadLetters: 'Dead letters',
  settings: 'Settings',

  // Page title
  brandExposure: 'Brand Exposure',

  // Set aside words
  events: (events: Part, isOne: boolean) => `${events} event${isOne ? '' : 's'}`,
  clicksAndSales: (attributions: Part, isOne: boolean) =>
    `${attributions} ${isOne ? 'click or sale' : 'clicks and sales'}`,
  and: ' and ',

  // Verdict sentence
  yesImpressionsFit: (goal: Part) => `Yes: ${goal} impressions fit.`,
  atHighRiskImpressionsFit: (goal: Part) => `At high risk: ${goal} impressions fit, but over the 30% that is safe.`,
  noOfImpressionsFit: (delivered: Part, goal: Part) => `No: ${delivered} of ${goal} impressions fit.`,

  // Workbook
  aboutTheFile: 'About the file',
  about: 'About',
  table: 'Table',
  rowsOf: (rows: Part) => `${rows} rows.`,
  rows: 'Rows',
  column: 'Column',
  unit: 'Unit',
  meaning: 'Meaning',
} as const

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** Tabs of the settings, in order; each has its own URL. */
export const SETTINGS_TABS = {
  organisation: 'Organisation',
  placements: 'Placements',
  merchants: 'Merchants',
  commercial: 'Prices and rules',
  keys: 'Write and server keys',
  'slot-tokens': 'Slot tokens',
  'merchant-keys': 'Merchant API keys',
  staff: 'Staff and roles',
  audit: 'Audit log',
} as const
