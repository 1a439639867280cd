import type { Part } from '../lib/part.ts'

export const texts = {
  // In several places
  copied: 'Copied',
  withinNoise: 'within noise',
  searching: 'Searching…',
  close: 'Close',
  saveMyChangesToo: 'Save my changes too',
  credit: 'Credit',
  windows: 'Windows',
  storedInText: 'stored',
  net: 'net',
  completeTo: (completeTo: Part) => `complete to ${completeTo}`,
  change: 'Change',
  thresholds: 'Thresholds',
  sales: 'Sales',
  commission: 'commission',
  impressions: 'impressions',

  // Number field
  enterANumber: 'Enter a number.',
  enterANumberSuch: 'Enter a number, such as 1,500,000 or 1.5M.',

  // Column chooser
  defaultColumns: 'Default columns',
  columns: 'Columns',
  noRoom: 'no room',
  more: (left: Part) => `, ${left} more`,

  // Comparisons
  rule: 'A change is within noise if its 95% range includes no change: two periods with the same underlying figure differ that much by chance.',
  changeOf: (label: Part) => `Change of ${label}`,
  now: 'now',
  before: 'before',
  changeInText: 'change',
  compared: 'Compared',
  range: 'Range',
  noise: 'Noise',
  withinNoiseInText: ', within noise',

  // Copy link
  copyLink: 'Copy link',
  newestDaysWhenever: 'Newest days whenever it is opened',
  always: (days: Part) => `Always ${days}`,

  // Data table
  reSortByNewValues: 'Re-sort by new values',
  filter: (name: Part) => `Filter ${name}`,
  noIs: (one: Part, filteredBy: Part) => `No ${one} is ${filteredBy}`,
  noMatches: (one: Part, filter: Part) => `No ${one} matches “${filter}”`,
  areHiddenByThisFilter: (name: Part) => `${name} are hidden by this filter.`,
  clearFilter: 'Clear filter',

  // Delta

  // Discard question
  discardYourChanges: 'Discard your changes?',
  keepEditing: 'Keep editing',
  discard: 'Discard',

  // Empty state
  nothingShownOf: (scope: Part) => `${scope}: nothing shown`,
  nothingShown: 'Nothing shown',
  theLastImpressionWas: (isAnywhere: boolean, last: Part) =>
    `The last impression${isAnywhere ? ' anywhere' : ''} was ${last}.`,
  show: (days: Part) => `Show ${days}`,
  noImpressionsYet: 'No impressions yet',
  yourFirstImpressionAppearsHere:
    'Your first impression appears here within seconds. The setup takes about ten minutes.',
  createAPlacement: 'Create a placement',
  aMerchantAndAWrite: ', a merchant and a write key',
  pasteTheCode: 'Paste the code',
  intoYourPage: 'into your page',
  watchTheFirstEvent: 'Watch the first event',
  arrive: 'arrive',
  setItUp: 'Set it up',
  openTheGuide: 'Open the guide',

  // Entity button
  chooseAnother: (what: Part) => `Choose another ${what}`,

  // Entity combobox
  searchS: (what: Part) => `Search ${what}s`,
  plural: (what: Part) => `${what}s`,
  noMatchesOf: (what: Part) => `No ${what} matches`,
  typeToFindOthers: 'Type to find others',

  // Explain
  explain: (title: Part) => `Explain ${title}`,

  // Explain marks
  lowBelowWatchFromGood: (value: Part, watch: Part, good: Part) =>
    `${value}: low below ${watch}, watch from ${watch}, good from ${good}`,
  byDay: 'By day',

  // Explain popover
  definition: 'Definition',
  copyAsText: 'Copy as text',

  // Explanations
  meaning: 'Meaning',
  counted: 'Counted',
  period: 'Period',
  source: 'Source',
  grossSuspectedInvalidImpressionsCount: 'Gross: suspected invalid impressions count',
  netSuspectedInvalidImpressions: 'Net: suspected invalid impressions are left out',
  grossNetAndSuspectedInvalid: (stored: Part, flagged: Part) => `Gross: ${stored} net and ${flagged} suspected invalid`,
  netSuspectedInvalidImpressionsAreLeft: (flagged: Part, isOne: boolean, share: Part) =>
    `Net: ${flagged} suspected invalid ${isOne ? 'impression is' : 'impressions are'} left out (${share})`,
  isInProgress: (unfinishedDay: Part) => `; ${unfinishedDay} is in progress`,
  completeToOf: (days: Part, timeZone: Part, completeTo: Part, open: Part) =>
    `${days}, ${timeZone}; complete to ${completeTo}${open}`,
  precision: 'Precision',
  exact: 'Exact',
  anEstimate95PercentSure: (uniqueUsersLow: Part, uniqueUsersHigh: Part) =>
    `An estimate: 95% sure between ${uniqueUsersLow} and ${uniqueUsersHigh}`,
  peopleVisitors: (share: Part) => `people, ${share} visitors`,
  nobodyWasReached: 'Nobody was reached',
  unknownTheseDaysIncludeSome: 'Unknown: these days include some from before visitors were recorded',
  sureBetweenAnd95: (low: Part, high: Part) => ` (95% sure between ${low} and ${high})`,
  ofThesePeopleWere: (share: Part, range: Part) => `${share} of these people were not signed in${range}`,
  flagged: 'flagged',

  // Figure rows
  asATable: (title: Part) => `${title}, as a table`,

  // Figure tools
  rowsAsExcelWorkbook: 'Rows as Excel workbook',
  showAsChart: 'Show as chart',
  showAsTable: 'Show as table',
  showAsTableOf: (title: Part) => `${title}: show as table`,
  rowsAsCsv: 'Rows as CSV',
  asCsv: (title: Part) => `${title} as CSV`,
  imageAndFiles: (title: Part) => `${title}: image and files`,

  // File buttons
  excelWorkbookXlsx: 'Excel workbook (.xlsx)',
  includeTheTotalRow: 'Include the total row',
  csv: 'CSV',
  otherFiles: 'Other files',

  // Finality
  leaveOutOpenDays: 'Leave out open days',
  moreRestated: (total: Part) => `${total} more restated`,
  theLatestOfAreListed: (restated: Part, total: Part) => `The latest ${restated} of ${total} are listed.`,
  days: (days: Part, isOne: boolean, parts: Part) => `${days} ${isOne ? 'day' : 'days'}: ${parts}`,
  daysOf: (days: Part, isOne: boolean) => `${days} ${isOne ? 'day' : 'days'}`,
  openSalesForCanStill: (days: Part, lag: Part, hasMeasured: boolean) =>
    `Open: sales for ${days} can still come in. They are usually reported within ${lag}${hasMeasured ? '' : ' (assumed, not measured yet)'}.`,
  ofSalesArePending: (pending: Part) => `${pending} of sales are pending.`,
  movedBetweenPlacements: (figure: Part) => `${figure} moved between placements`,
  restated: (day: Part, when: Part, what: Part) => `${day}, restated ${when}: ${what}`,
  clicksAndSalesReceivedAfter: (attributedTo: Part) =>
    `Clicks and sales received after ${attributedTo} can still change placement.`,

  // Form dialog
  cancel: 'Cancel',

  // Frequency card
  peopleByNumberOfImpressions: 'People by number of impressions',
  nobodyWasReachedInThese: 'Nobody was reached in these days.',

  // Indicator
  good: 'Good',
  watch: 'Watch',
  low: 'Low',
  notEnoughData: 'Not enough data',

  // Marks
  perDay: (shown: Part) => `Per day: ${shown}`,
  of: (whole: Part) => `of ${whole}`,

  // Meanwhile note
  somebodyElse: 'Somebody else',
  savedAChangeWhile: 'saved a change while this form was open.',
  theChange: 'The change is not in these fields.',
  saveAgainToApplyYour: 'Save again to apply your changes on top, or cancel to keep theirs.',

  // Merchant pick
  noMerchantMatches: 'No merchant matches',

  // Merchant title
  merchant: 'merchant',

  // Model card
  creditModel: 'Credit model',

  // No total
  noTotal: (why: Part) => `No total. ${why}`,
  countsEachOnce: 'Counts each once, so the rows cannot be added up. Clear the filter to see the total of all.',

  // Pager
  none: 'None',
  ofOf: (from: Part, to: Part, rows: Part) => `${from}–${to} of ${rows}`,
  page: (control: Part) => `${control} page`,
  pageOf: (page: Part) => `Page ${page}`,

  // Performance figures
  clicks: 'clicks',
  conversions: 'conversions',
  sure95: (rangeText: Part) => `95% sure: ${rangeText}`,
  per1000: 'per 1,000',
  byAClick: (model: Part, clicked: Part, conversions: Part) =>
    `${model}; ${clicked} by a click, ${conversions} by a view`,
  pendingConfirmedRejectedAndRefunded: (
    openConversions: Part,
    confirmedConversions: Part,
    rejectedConversions: Part,
    refundedConversions: Part,
  ) =>
    `Pending ${openConversions}, confirmed ${confirmedConversions}; rejected ${rejectedConversions} and refunded ${refundedConversions} are left out`,
  state: 'State',
  aClickCreditsAnExposure: (clickMinutes: Part, conversionDays: Part, conversionHours: Part) =>
    `A click credits an exposure up to ${clickMinutes} minutes before it, a sale one up to ${conversionDays} days before it: ${conversionHours} elapsed hours, also when clocks change`,
  clicksOf: (minClicks: Part) => `${minClicks} clicks`,
  impressionsOf: (minImpressions: Part) => `${minImpressions} impressions`,
  rating: 'Rating',
  goodAtOrMoreWatch: (good: Part, watch: Part, enough: Part) =>
    `Good at ${good} or more, watch at ${watch} or more. Needs ${enough}.`,

  // Rate cell
  greyChangesAreWithinNoise: 'Grey changes are within noise.',

  // Report foot
  sampling: 'Sampling:',
  noneInText: 'none',
  ofImpressionsWhenScaled: (shareSampled: Part, impressionsScaled: Part) =>
    `${shareSampled} of impressions; ${impressionsScaled} when scaled`,
  howTheseFiguresAreMade: 'How these figures are made',
  exposuresByDayOfReceipt: 'Exposures by day of receipt:',
  received: 'Received',
  flaggedInvalid: 'flagged invalid',
  duplicate: 'duplicate',
  superseded: 'superseded',
  rejected: 'rejected',
  waiting: 'waiting',
  notAccountedFor: 'not accounted for',
  countedTwice: 'counted twice',
  stored: 'Stored',

  // Report view
  stillWorking: (slow: Part) => `Still working: ${slow}`,
  notCompared: (why: Part) => `not compared${why}`,
  comparedWith: (days: Part) => `compared with ${days}`,
  invalidTrafficLeftOut: 'invalid traffic left out',
  invalidTrafficIncluded: 'invalid traffic included',
  highValuePlacements: 'high-value placements',
  standardPlacements: 'standard placements',
  namesWith: (filter: Part) => `names with “${filter}”`,
  withoutThatCould: (setAside: Part) => `without ${setAside} that could not be processed`,

  // Secret dialog
  copyItAndStore: 'Copy it and store it in a safe place. It is shown only once.',
  copy: 'Copy',
  iHaveStoredIt: 'I have stored it',

  // Session rows
  sessionsTable: 'Sessions, table',
  openSessionsLastUsedFirst: 'Open sessions, last used first',
  browser: 'Browser',
  network: 'Network',
  signedIn: 'Signed in',
  lastUsed: 'Last used',
  ends: 'Ends',
  unknown: 'Unknown',
  thisSession: 'This session',
  endOf: (agent: Part, createdAt: Part) => `End ${agent} of ${createdAt}`,
  end: 'End',

  // States
  loading: 'Loading',
  didNotLoad: (what: Part) => `${what} did not load`,
  tryAgainInS: (wait: Part) => `Try again in ${wait} s`,
  tryAgain: 'Try again',
  copyTheRequestId: 'Copy the request id',
  request: (id: Part) => `Request ${id}`,
  figuresStopAt: (completeTo: Part) => `Figures stop at ${completeTo}`,
  eventsAreWaitingAndWill: (waiting: Part) => `${waiting} events are waiting and will be added.`,
  clicksAndSalesAreWaiting: 'Clicks and sales are waiting to be attributed.',
  nothingIsLostChanges: 'Nothing is lost. Changes are hidden until then.',
  couldNotBeProcessed: (setAside: Part) => `${setAside} could not be processed`,
  theyAreKept: 'They are kept, but not included in any figures yet. An admin can retry them on the Health page.',

  // Table rows
  tableOf: (name: Part) => `Table of ${name}`,

  // Table spec
  ofS: (matching: Part, all: Part, one: Part, isOne: boolean) => `${matching} of ${all} ${one}${isOne ? '' : 's'}`,

  // Threshold preview
  was: (before: Part) => `was ${before}`,

  // Thresholds dialog
  loadingText: 'Loading…',
  goodFrom: (label: Part) => `${label}: good from`,
  watchFrom: (label: Part) => `${label}: watch from`,
  yourRoleCannotChangeThese: 'Your role cannot change these.',
  saveThresholds: 'Save thresholds',

  // Unattributed
  underAnyTouchASale: 'Under any touch a sale counts in every placement that touched it, and once in the total.',
  withoutATouch: 'Without a touch',
  salesOf: (conversions: Part, totalRevenue: Part, reasons: Part) => `${conversions} sales, ${totalRevenue}${reasons}`,
  attributed: 'attributed',
  unattributed: 'unattributed',
  clicksNotMatched: 'clicks not matched to an impression',
  repeatedClicksCountedOnce: 'repeated clicks, counted once',

  // Use chart image
  sourceOf: (product: Part) => `Source: ${product}`,
  notPossibleInThisBrowser: 'Not possible in this browser: download it',
  copyAsImage: 'Copy as image',
  downloadPng: 'Download PNG',
  downloadSvg: 'Download SVG',

  // Use file
  timeZone: 'Time zone',
  address: 'Address',
  theFileCould: 'The file could not be made. Try again.',

  // View
  table: 'Table',
  breadcrumb: 'Breadcrumb',

  // Windows
  h: (minutes: Part) => `${minutes} h`,
  min: (minutes: Part) => `${minutes} min`,
  clickSaleDaysElapsedHours: (click: Part, days: Part, isOne: boolean, hours: Part) =>
    `Click ${click}, sale ${days} day${isOne ? '' : 's'} (${hours} elapsed hours, also when clocks change)`,
} as const

export const FIGURES_FAILED = { what: 'The latest figures', unaffected: 'Showing the last data we received.' }

export const RATE_LABELS = {
  ctr_pct: 'CTR, %',
  cvr_pct: 'CVR, per impression, %',
  click_cvr_pct: 'CVR, per click, %',
  rpm: 'RPM',
} as const

export const THRESHOLD_LABELS = {
  min_impressions: 'Impressions needed',
  min_clicks: 'Clicks needed',
  cpa_click_cvr_pct: 'CPA Priority from CVR per click, %',
  cpc_ctr_pct: 'CPC Candidate from CTR, %',
  cpc_click_cvr_pct: 'CPC Candidate below CVR per click, %',
} as const
