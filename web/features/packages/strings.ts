import type { ConversionStatus } from '@bx/contracts/events/values'
import type { Move, ShortAction } from '@bx/contracts/packages/lifecycle'
import type { PacingStatus } from '@bx/contracts/packages/pacing'
import type { ALLOCATION_CHANGE_KINDS, GapReason } from '@bx/contracts/packages/pacingValues'
import type {
  AdjustmentKind,
  BilledStatus,
  BillingBasis,
  DeliveryMode,
  EndRule,
  MismatchReason,
  PackageState,
} from '@bx/contracts/packages/values'
import type { Part } from '../../lib/part.ts'
import type { Condition } from './condition.ts'

export const texts = {
  // In several places
  adjust: 'Adjust',
  state: 'State',
  reason: 'Reason',
  keptInTheHistory: 'Kept in the history of the package',
  enterAReason: 'Enter a reason.',
  delivery: 'Delivery',
  allPlacements: 'All placements',
  packages: 'Packages',
  newPackage: 'New package',
  terms: 'Terms',
  price: 'Price',
  merchant: 'Merchant',
  dates: 'Dates',
  goal: 'Goal',
  billedBy: 'Billed by',
  ends: 'Ends',
  placements: 'Placements',
  poNumber: 'PO number',
  onlyWithASlotToken: 'Only with a slot token',
  creditModel: 'Credit model',
  billedWhen: 'Billed when',

  // Pacing
  pacing: 'Pacing',
  planned: 'Planned',
  moreThan99: '>99%',
  lessThan1: '<1%',
  chanceOfTheGoal: 'Chance of the goal',
  chanceHelp:
    'Probability of reaching the goal, from the forecast of the traffic and the share that the package can have',
  pacingHelp: 'Delivered of what is planned by now, along the traffic of the flight; compared after a day',
  nowADay: 'Now / day',
  nowADayHelp: 'Units per day in the last 72 hours',
  neededADay: 'Needed / day',
  neededADayHelp: 'Units per day that reach the goal from now on',
  why: 'Why',
  whyHelp: 'The main reason why it is behind or may not reach its goal',
  notCheckedYet: 'Not checked yet; packages are checked every 15 minutes',
  checkedAt: (at: Part) => `Checked ${at}`,
  nextAt: (at: Part) => `next ${at}`,
  checkNow: 'Check now',
  runningTotal: 'Units delivered, running total',
  solidDeliveredDashedPlanned: 'Dashed: planned; dotted: forecast',
  theFlightHasNotBegun: 'The flight has not begun.',
  forecastAtTheEnd: 'Forecast at the end',
  ofGoalWithRange: (share: Part, low: Part, high: Part) => `${share} of the goal, ${low} – ${high}`,
  neededPerDay: 'Needed per day',
  nowPerDay: (units: Part) => `now ${units}`,
  ofPlanned: (delivered: Part, planned: Part) => `${delivered} of ${planned} planned by now`,
  whereTheGapComesFrom: (units: Part) => `Where the gap of ${units} comes from`,

  // Allocation
  allocation: 'Allocation',
  whoChangesTheShares: 'Who changes the shares',
  automaticMode: 'Automatic',
  adviseOnly: 'Advise only',
  applyTheAdvice: 'Apply the advice',
  noRankerAsked: 'No ranking service has asked for the shares yet',
  rankerAskedAt: (at: Part) => `A ranking service asked for the shares ${at}`,
  shareOfRendersInWhich: 'Share of renders in which it fills one slot',
  atTheStart: 'At the start',
  planAdvises: 'Plan advises',
  allowedAtMost: 'At most',
  now: 'Now',
  heldUntil: (at: Part) => `held until ${at}`,
  times: (factor: Part) => `${factor}×`,
  whatChangedTheShares: 'What changed the shares',
  nothingChangedYet: 'Nothing yet.',
  shareFromTo: (placement: Part, before: Part, after: Part) => `${placement} ${after}, was ${before}`,
  undo: 'Undo',
  checks: 'Checks',
  newestOf: (shown: Part, all: Part) => `The newest ${shown} of ${all}.`,

  // Urgency
  isInCondition: (name: Part, condition: Part) => `${name} is ${condition}`,
  and: ' and ',
  andMoreNeedAttention: (n: Part, isOne: boolean) => `, and ${n} more ${isOne ? 'needs' : 'need'} attention.`,
  aheadOfItsPlan: 'Ahead of its plan',
  needsAttention: 'Needs attention',
  onCourse: 'On course',
  upcomingAndFinished: 'Upcoming and finished',

  // Actions
  editTerms: 'Edit terms',
  reasonOptional: 'Reason, optional',

  // Action words
  created: 'Created',
  termsChanged: 'Terms changed',
  adjusted: 'Adjusted',
  steered: 'Allocation changed',
  holdExpired: 'Hold expired',
  started: 'Started',
  ended: 'Ended',
  completed: 'Completed: everything is delivered',

  // Adjustments
  adjustments: 'Makegoods and credits',
  missing: (units: Part) => `Missing: ${units}.`,
  missingUnits: 'Missing units to make good',
  creditOf: (amount: Part, units: Part) => `${amount} for ${units}`,
  until: (end: Part) => `until ${end}`,

  // Answer
  toApprove: 'to approve',
  toClose: 'to close',
  liveBookedInPreparation: (live: Part, booked: Part, draft: Part) =>
    `${live} live, ${booked} booked, ${draft} in preparation.`,
  nothingWaitsForYou: 'Nothing waits for you.',
  deliveredOf: (units: Part) => `Delivered: ${units}`,
  plannedByNow: (delivered: Part, planned: Part) => `${delivered}; planned by now: ${planned}.`,

  // Change dialogs
  edit: (packageName: Part) => `Edit ${packageName}`,
  save: 'Save',
  adjustOf: (packageName: Part) => `Adjust ${packageName}`,
  theContractedUnitsAndTheir:
    'The contracted units and their price stay on record. A new goal or end is spread over what is left of the flight.',

  // Columns
  sortedByTheLastDay: 'Sorted by the last day',
  deliveredOfGoal: 'Delivered of goal',
  stampedUnitsThatCount:
    'Stamped units that count. The mark is what was planned by now: even delivery whenever the package was live',
  next: 'Next',
  noGoal: (units: Part) => `${units}, no goal`,
  of: (units: Part) => `of ${units}`,
  plannedByNowOf: (planned: Part) => `${planned} planned by now`,

  // Delivery card
  delivered: 'Delivered',
  billed: 'Billed',
  stillOwed: 'Still owed',
  freeOfCharge: 'Free of charge',
  impressions: 'Impressions',
  netOfStamped: (impressions: Part, impressionsGross: Part) => `${impressions} net of ${impressionsGross} stamped`,
  viewable: 'Viewable',
  clicks: 'Clicks',
  andRepeated: (clicks: Part, repeatedClicks: Part) => `${clicks}, and ${repeatedClicks} repeated`,
  conversions: 'Conversions',
  stampsThatDoNotCount: 'Stamps that do not count',

  // Draft
  enterTheUnitsOfEach: 'Enter the units of each placement.',
  enterANumberOfDays: 'Enter a number of days.',
  enterAName: 'Enter a name.',
  chooseAMerchant: 'Choose a merchant.',
  enterANumberSuch: 'Enter a number, such as 1,500,000 or 1.5M.',
  enterAWholeNumberSuch: 'Enter a whole number, such as 1,500,000 or 1.5M.',
  atMost: (maxUnits: Part) => `At most ${maxUnits}.`,
  enterAnAmountOfSuch: (currency: Part, example: Part) => `Enter an amount of ${currency}, such as ${example}.`,

  // Fit card
  willItFit: 'Will it fit?',
  enterUnitsAndAPrice: 'Enter units and a price, and a first day after today.',
  openInTheSimulator: 'Open in the simulator',
  largestSafeDealImpressions: (impressions: Part) => `Largest safe deal: ${impressions} impressions.`,
  displacesAboutOfCommission: (displaced: Part) => ` Displaces about ${displaced} of commission.`,

  // History
  history: 'History',
  automatic: 'Automatic',
  placementsOf: (value: Part) => `${value} placements`,

  // Mismatches view
  mismatches: 'Mismatches',
  daysAsked: 'Days',
  lastDays: (days: Part) => `Last ${days} days`,
  theLatestMismatches: 'The latest mismatches',
  everyStampCounts: 'Every stamp counts.',
  aMismatchIs:
    'An impression that names a package but does not count for it is organic and never billed. Suspected invalid traffic included.',
  stampsDoNotCount: (stamps: Part, isOne: boolean) =>
    isOne ? '1 stamp does not count.' : `${stamps} stamps do not count.`,
  mostOften: (reason: Part, stamps: Part) => `Most often: ${reason}, ${stamps}.`,
  stampsByPackage: 'Stamps that do not count, by package, placement and reason',
  unknownPackage: 'Unknown package',
  firstHour: 'First hour',
  lastHour: 'Last hour',

  // New package view
  itStartsAsADraft: 'It starts as a draft.',
  nothingIsReservedUntil: 'Nothing is reserved until it is held.',
  discardThisPackage: 'Discard this package?',
  discard: 'Discard',
  cancel: 'Cancel',
  createDraft: 'Create draft',

  // Packages view
  theLatestPackages: 'The latest packages',
  noPackages: 'No packages',
  noPackagesYet: 'No packages yet',
  simulateADealToSee:
    'Simulate a deal to see what fits, or create a package by hand. It starts as a draft: nothing is reserved or delivered until it is held and approved.',
  openTheSimulator: 'Open the simulator',
  packagesInText: 'packages',
  package: 'Package',
  packagesWithTheirMerchantDays: 'Packages with their merchant, days, goal, price and state',
  pricesAreOfTheContracted:
    'Prices are of the contracted units. A goal may be adjusted later; the contract stays on record.',

  // Package view
  thePackage: 'The package',
  theLatestState: 'The latest state',

  // States
  all: 'All',
  offers: 'Offers',
  upcoming: 'Upcoming',
  running: 'Running',
  finished: 'Finished',
  noGuarantee: 'no guarantee',
  per1000Impressions: 'per 1,000 impressions',
  per: (type: Part) => `per ${type}`,
  quoteIt: 'Quote it',
  holdInventory: 'Hold inventory',
  approveIt: 'Approve it',
  approveBy: (holdExpiresAt: Part) => `Approve by ${holdExpiresAt}`,
  starts: (firstDay: Part) => `Starts ${firstDay}`,
  endsOf: (lastDay: Part) => `Ends ${lastDay}`,
  resumeIt: 'Resume it',
  closeIt: 'Close it',

  // Terms
  contracted: 'Contracted',
  unitPrice: 'Unit price',
  overDeliveryBuffer: 'Over-delivery buffer',
  none: 'None',
  cap: 'Cap',
  dailyCap: 'Daily cap',
  holdEnds: 'Hold ends',
  quotedBy: 'Quoted by',
  approvedBy: 'Approved by',
  makegoodOf: 'Makegood of',
  thePackageThatEndedShort: 'The package that ended short',
  termsVersion: 'Terms version',
  counts: 'Counts',

  attributionWindow: 'Attribution window',
  days: (creditWindowDays: Part) => `${creditWindowDays} days`,

  // Terms fields
  name: 'Name',
  poNumberOptional: 'PO number, optional',
  type: 'Type',
  guaranteedUnitsOptional: 'Guaranteed units, optional',
  guaranteedUnits: 'Guaranteed units',
  unitsExample: '1.5M',
  firstDay: 'First day',
  lastDayIncluded: 'Last day, included',
  unitsForEachPlacementInstead: 'Units for each placement, instead of one pool',
  unitsOn: (name: Part) => `Units on ${name}`,
  attributionWindowDays: 'Attribution window, days',
  overDeliveryBufferOptional: 'Over-delivery buffer, optional',
  billedAboveTheGoal: 'Billed above the goal, at most 20% of it',
  dailyCapOptional: 'Daily cap, optional',
  mostUnitsOfOneLocal: 'Most units of one local day',
  capOptional: 'Cap, optional',
  mostUnitsDeliveredInAll: 'Most units delivered in all',
  countsOnlySignedSlots: 'Counts only exposures whose slot your ranking service signed',

  // Waterfall
  fromStampsToTheBill: 'From stamps to the bill',
  stampedImpressions: 'Stamped impressions',
  suspectedInvalid: 'Suspected invalid traffic',
  impressionsCounted: 'Counted impressions',
  notViewable: 'Not viewable',
  clicksReceived: 'Clicks on them',
  repeatedClicks: 'Repeated clicks',
  clicksCounted: 'Counted clicks',

  // Wrap-up view
  theWrapUp: 'The wrap-up',
  wrapUp: 'Wrap-up',
  wrapUpOf: (packageName: Part) => `Wrap-up: ${packageName}`,
  print: 'Print',
  deliveredInAll: (units: Part) => `Delivered: ${units}.`,
  deliveredOfTheGoal: (units: Part, share: Part) => `Delivered: ${units}, ${share} of the goal.`,
  ofMerchantIn: (merchant: Part, days: Part) => `${merchant}, ${days}.`,
  figures: 'Figures',
  inView: 'In view',
  reach: 'Reach',
  about: (people: Part) => `about ${people}`,
  frequency: 'Frequency',
  ctr: 'CTR',
  billedAmount: 'Billed amount',
  amounts: 'Amounts',
  priceOfTheContract: 'Price of the contract',
  billedUnits: (units: Part) => `Billed: ${units}`,
  creditedInAll: 'Credited',
  placement: 'Placement',
  nothingDelivered: 'Nothing was delivered.',
  orders: 'Orders',
  orderValue: 'Order value',
  commission: 'Commission',
  noOrders: 'No order is credited to the package.',
  ordersExplained: 'Sales whose credited impression or click is one of the package, by their latest status.',
} as const

interface MoveWords {
  readonly button: string
  readonly done: string
  /** What it does, in its dialog. */
  readonly text: string
  /** The person has to say why. */
  readonly needsReason: boolean
  readonly isDangerous?: boolean
}

export const MOVE_WORDS: Readonly<Record<Move, MoveWords>> = {
  quote: {
    button: 'Quote',
    done: 'Quoted',
    text: 'The terms are complete and can be sent to the merchant. Nothing is reserved yet.',
    needsReason: false,
  },
  hold: {
    button: 'Hold inventory',
    done: 'Inventory held',
    text: 'Reserves the inventory until the package is approved or the hold expires.',
    needsReason: false,
  },
  release: {
    button: 'Release the hold',
    done: 'Hold released',
    text: 'The inventory becomes available again. The quote stays.',
    needsReason: false,
  },
  withdraw: {
    button: 'Withdraw',
    done: 'Withdrawn',
    text: 'The offer ends for good. This cannot be undone.',
    needsReason: true,
    isDangerous: true,
  },
  approve: {
    button: 'Approve',
    done: 'Approved',
    text: 'Books the package: it starts on its first day. Below the floor price a reason is needed, and nobody approves their own quote.',
    needsReason: false,
  },
  pause: {
    button: 'Pause',
    done: 'Paused',
    text: 'Delivery stops until the package is resumed. The flight does not get longer.',
    needsReason: true,
  },
  resume: {
    button: 'Resume',
    done: 'Resumed',
    text: 'Delivery continues. What was missed is spread over the rest of the flight.',
    needsReason: false,
  },
  cancel: {
    button: 'Cancel the package',
    done: 'Cancelled',
    text: 'Delivery ends for good. This cannot be undone.',
    needsReason: true,
    isDangerous: true,
  },
  close: {
    button: 'Close',
    done: 'Closed',
    text: 'The figures were checked and invoiced. Nothing changes afterwards.',
    needsReason: false,
  },
}

/** What makes good for a package that ended short. */
export const SHORT_ACTION_WORDS: Readonly<Record<ShortAction, Omit<MoveWords, 'needsReason'>>> = {
  makegood: {
    button: 'Makegood',
    done: 'Makegood booked',
    text: 'Another package at no charge delivers them, with the same terms. It is booked at once.',
  },
  credit: { button: 'Credit', done: 'Credited', text: 'They are credited at their unit price.' },
  extend: {
    button: 'Extend',
    done: 'Extended',
    text: 'The package is live again until the new last day.',
  },
}

export const ADJUSTMENT_LABELS: Readonly<Record<AdjustmentKind, string>> = {
  makegood: 'Makegood',
  credit: 'Credit',
  extension: 'Extension',
}

/** What a change did beside changing values, by wire name. */
export const DETAIL_WORDS: Readonly<Record<string, string>> = { units: 'Units', amount: 'Amount' }

/** Fields of a change that are shown, by their wire name. */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
  package_name: 'Name',
  po_number: 'PO number',
  guaranteed_units: 'Contracted units',
  goal_units: 'Goal',
  unit_price: 'Unit price',
  price: 'Price',
  billing_basis: 'Billed by',
  start_date: 'Start',
  end_date: 'End',
  buffer_units: 'Buffer',
  cap_units: 'Cap',
  daily_cap_units: 'Daily cap',
  end_rule: 'End rule',
  delivery_mode: 'Delivery',
  placements: 'Placements',
  credit_model: 'Credit model',
  credit_window_days: 'Attribution window, days',
  billed_status: 'Billed status',
  requires_slot_token: 'Only with a slot token',
}

export const BASIS_LABELS: Readonly<Record<BillingBasis, string>> = {
  in_view: 'Impressions',
  viewable: 'Viewable impressions (MRC)',
  click: 'Clicks',
  conversion: 'Conversions',
}

export const END_LABELS: Readonly<Record<EndRule, string>> = {
  run_to_goal: 'At the goal, at the latest on the last day',
  hard_stop: 'On the last day; what exceeds goal and buffer is free',
}

export const DELIVERY_LABELS: Readonly<Record<DeliveryMode, string>> = {
  even: 'Evenly, along the traffic',
  front_loaded: 'More at the start',
  asap: 'As fast as possible',
}

export const STATUS_LABELS: Readonly<Record<BilledStatus, string>> = {
  pending: 'As soon as a sale is reported',
  confirmed: 'When a sale is confirmed',
}

/** Why a stamp does not count. */
export const MISMATCH_LABELS: Readonly<Record<MismatchReason, string>> = {
  unknown_package: 'Unknown package',
  other_merchant: 'Another merchant',
  before_start: 'Before the start of the flight',
  after_end: 'After the end of the flight',
  not_live: 'Not live at that time',
  other_placement: 'Not sold on the placement',
  bad_slot_token: 'No valid slot token',
}

export const ORDER_LABELS: Readonly<Record<ConversionStatus, string>> = {
  pending: 'Pending',
  confirmed: 'Confirmed',
  rejected: 'Rejected',
  refunded: 'Refunded',
}

export const STATE_LABELS: Readonly<Record<PackageState, string>> = {
  draft: 'Draft',
  quoted: 'Quoted',
  held: 'Held',
  booked: 'Booked',
  live: 'Live',
  paused: 'Paused',
  ended: 'Ended',
  closed: 'Closed',
  cancelled: 'Cancelled',
}

export const CONDITION_LABELS: Readonly<Record<Condition, string>> = {
  behind: 'Behind',
  oversold: 'Oversold',
  ended_short: 'Ended short',
  at_risk: 'At risk',
  ahead: 'Ahead',
  on_track: 'On track',
  warming_up: 'Warming up',
  not_started: 'Not started',
  paused: 'Paused',
  completed: 'Completed',
}

export const PACING_LABELS: Readonly<Record<PacingStatus, string>> = {
  NOT_STARTED: 'Not started',
  WARMING_UP: 'Warming up',
  ON_TRACK: 'On track',
  UNDER_DELIVERING: 'Behind',
  OVER_DELIVERING: 'Ahead',
  PAUSED: 'Paused',
  COMPLETED: 'Completed',
  ENDED_SHORT: 'Ended short',
}

export const REASON_WORDS: Readonly<Record<GapReason, { readonly short: string }>> = {
  tracking_silent: { short: 'No events arrive' },
  less_traffic: { short: 'Less traffic' },
  not_shown: { short: 'Shown less than its share' },
  low_rate: { short: 'Fewer clicks or sales per impression' },
  no_room: { short: 'No room: limits and other packages' },
  advice_not_applied: { short: 'Advice not applied' },
  daily_cap: { short: 'Its daily cap' },
  late_start: { short: 'Too small a share so far' },
}

export const CHANGE_KIND_WORDS: Readonly<Record<(typeof ALLOCATION_CHANGE_KINDS)[number], string>> = {
  plan: 'plan',
  advice: 'advice applied',
  undo: 'undone',
  end: 'not live any more',
}
