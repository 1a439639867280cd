import type { WriteKey } from '../../lib/endpoints.ts'
import type { SettingsTab } from '../../lib/pages.ts'
import type { Part } from '../../lib/part.ts'
import type { AnswerSentence } from '../../ui/View.tsx'

export const texts = {
  // In several places
  done: 'Done',
  refused: 'Refused',
  on: 'On',
  created: 'Created',
  reference: 'Reference',
  name: 'Name',
  category: 'Category',
  state: 'State',
  active: 'Active',
  editOf: (name: Part) => `Edit ${name}`,
  edit: 'Edit',
  newKey: 'New key',
  key: 'Key',
  allowedOrigins: 'Allowed origins',
  eventsPerMinute: 'Events per minute',
  min: (minutes: Part) => `${minutes} min`,
  h: (minutes: Part) => `${minutes} h`,
  merchant: 'Merchant',
  createKey: 'Create key',
  change: 'Change',
  create: 'Create',
  save: 'Save',
  accessOf: (name: Part) => `Access of ${name}`,
  close: 'Close',
  newPlacement: 'New placement',
  tier: 'Tier',
  signInRules: 'Sign-in rules',
  newPerson: 'New person',
  reactivate: 'Reactivate',
  deactivate: 'Deactivate',
  role: 'Role',

  // Prices and rules
  pricesAndRules: 'Prices and rules',
  asInstalled: 'as installed',
  versionBy: (version: Part, by: Part) => `version ${version}, by ${by}`,
  enterANumber: 'Enter a number.',

  // Audit tab
  theAuditLog: 'The audit log',
  auditLog: 'Audit log',
  moreThan: (mostCounted: Part) => `more than ${mostCounted}`,
  who: 'Who',
  what: 'What',
  outcome: 'Outcome',
  anyOutcome: 'Any outcome',
  nothingMatches: 'Nothing matches.',
  newest: 'Newest',
  older: 'Older',
  inFull: (label: Part) => `${label}, in full`,
  userExactEMail: 'User: exact e-mail',
  actionCreateplacement: 'Action: createPlacement',
  when: 'When',
  beforeAndAfter: 'Before and after',

  // Bulk merchants
  merchantsFromCsv: 'Merchants from CSV',
  applyChanges: (change: Part, isOne: boolean) => `Apply ${change} ${isOne ? 'change' : 'changes'}`,
  csvFile: 'CSV file',
  chooseAFile: 'Choose a file',
  orPasteLines: 'Or paste lines',
  merchantRefMerchantNameCategory:
    'merchant_ref, merchant_name, category. A known reference is updated, a new one created; an empty category stays as it is.',
  new: 'New',
  changed: 'Changed',
  unchanged: 'Unchanged',
  updated: 'Updated',
  line: 'Line',
  result: 'Result',
  column: 'Column',
  reason: 'Reason',
  preview: 'Preview',

  // Bulk rows
  lineOf: (line: Part) => `line ${line}`,
  unchangedRefused: (created: Part, made: Part, updated: Part, changed: Part, unchanged: Part, refused: Part) =>
    `${created} ${made}, ${updated} ${changed}, ${unchanged} unchanged, ${refused} refused.`,

  // Keys frame
  revoked: (revokedAt: Part) => `Revoked ${revokedAt}`,
  revokeOf: (name: Part) => `Revoke ${name}`,
  revoke: 'Revoke',
  theNewKey: 'The new key',
  revokeWith: (name: Part) => `Revoke ${name}?`,
  thisCannotBeUndone: (ends: Part) => `${ends} This cannot be undone.`,

  // Keys tab
  writeAndServerKeys: 'Write and server keys',
  noKeyYetNothingCan: 'No key yet: nothing can send events.',
  within5SecondsEveryEvent: 'Within 5 seconds every event sent with it is refused.',
  ageLimit: 'Age limit',
  default: 'Default',
  lastUsed: 'Last used',
  never: 'Never',
  notFromBrowsers: 'Not from browsers',
  any: 'Any',
  nativeApp: 'native app',
  anyAge: 'Any age',

  // List card
  searchOf: (title: Part) => `Search ${title}`,
  search: 'Search',
  nothingMatchesOf: (q: Part) => `Nothing matches “${q}”.`,
  table: (title: Part) => `${title}, table`,

  // Merchant keys tab
  merchantApiKeys: 'Merchant API keys',
  noMerchantHasAKey: 'No merchant has a key yet.',
  of: (name: Part, merchantName: Part) => `${name} of ${merchantName}`,
  theMerchantCanNoLonger: 'The merchant can no longer read figures with it.',
  newApiKey: 'New API key',
  chooseWhoseKeyItIs: 'Choose whose key it is',

  // Merchants tab
  merchants: 'Merchants',
  noMerchantYet: 'No merchant yet.',
  fromCsv: 'From CSV',
  newMerchant: 'New merchant',

  // Slot tokens tab
  slotTokenKeys: 'Slot token keys',
  noSlotTokenKey: 'No key yet: packages that ask for slot tokens count nothing.',
  keyId: 'Key id',
  laterTokensAreInvalid: 'Tokens of exposures that are shown from now on are invalid.',
  newSlotTokenKey: 'New slot token key',

  // Organisation tab
  theOrganisation: 'The organisation',
  organisation: 'Organisation',
  reportingZone: 'Reporting zone',
  daysAndHoursOfAll: 'Days and hours of all reports. Set at the first start and fixed from then on.',
  currency: 'Currency',
  eventsInAnotherCurrency: 'Events in another currency are refused. Set at the first start and fixed from then on.',
  rawEventsKept: 'Raw events kept',
  days: (rawDays: Part) => `${rawDays} days`,
  reachAndCorrectionsCoverThese:
    'Reach and corrections cover these days; counts are kept for longer. RAW_DAYS changes it at the next start.',
  attributionWindows: 'Attribution windows',
  clickSaleDays: (click: Part, days: Part, isOne: boolean) => `Click ${click}, sale ${days} ${isOne ? 'day' : 'days'}`,
  howLongBeforeAClick: 'How long before a click or sale an exposure can be credited, in elapsed hours.',
  reportingLag: 'Reporting lag',
  afterThisTime95Percent: 'After this time 95 % of sales have been reported. Measured daily; younger days are open.',
  thereAreTooFewSales: 'There are too few sales to measure it, so this is the default. Younger days are open.',
  visitorsWhoSignIn: 'Visitors who sign in',
  linkedWhereTheAppSends: 'Linked where the app sends it',
  notLinked: 'Not linked',
  whetherExposuresBeforeSigning:
    'Whether exposures before signing in count for later purchases. “npm run admin -- visitor-links on” changes it.',
  sampling: 'Sampling',
  everyEvent: 'Every event',
  ofBrowserEventsScaled: (sampleRate: Part) => `${sampleRate} of browser events, scaled`,
  theShareOfBrowserEvents: 'The share of browser events that the SDK sends.',
  withoutConsent: 'Without consent',
  nothingIsSent: 'Nothing is sent',
  sentAnonymously: 'Sent anonymously',
  whatTheSdkDoesUntil: 'What the SDK does until a visitor agrees.',

  // Parse merchants
  unknownColumnTheColumnsAre: (unknown: Part, order: Part) => `unknown column ${unknown}: the columns are ${order}`,
  thisIsMbAtMost: (bytes: Part) => `This is ${bytes} MB; at most 1 MB at a time. Split it.`,
  theseAreLinesAtMost: (lines: Part) => `These are ${lines} lines; at most 5,000 at a time. Split them.`,
  aQuotationMark: 'a quotation mark is not closed',
  cellsWhereAreExpectedPut: (cells: Part, expected: Part) =>
    `${cells} cells where ${expected} are expected: put quotation marks around commas`,

  // Person dialog
  loading: 'Loading…',
  noOpenSessions: 'No open sessions.',
  removeSecondFactor: 'Remove second factor',
  resetPassword: 'Reset password',
  endAllSessions: 'End all sessions',
  resetThePasswordOf: (name: Part) => `Reset the password of ${name}?`,
  theirSessionsEndAndTheir:
    'Their sessions end and their password stops working. You get a one-time password for them, valid for 7 days.',
  removeTheSecondFactorOf: (name: Part) => `Remove the second factor of ${name}?`,
  theirSessionsEndAndTheirRecovery:
    'Their sessions end and their recovery codes stop working. Until they set it up again, the password alone signs them in.',
  remove: 'Remove',

  // Placement form
  theKeyYourSdkSends: 'The key your SDK sends. It cannot be changed later.',
  maxSlots: 'Max slots',
  effectiveFrom: 'Effective from',
  earlierDaysKeepTheirOld: 'Earlier days keep their old number of slots.',
  historyOfMaxSlots: 'History of max slots',
  from: (validFrom: Part) => `from ${validFrom}`,

  // Placements tab
  placement: 'Placement',
  highValue: 'High value',
  standard: 'Standard',
  maxSlotsToday: 'Max slots today',
  slots: 'Slots',
  historyOf: (mayEdit: boolean, placementName: Part) => `${mayEdit ? 'Edit' : 'History of'} ${placementName}`,
  history: 'History',
  placements: 'Placements',
  noPlacementYet: 'No placement yet.',

  // Settings view
  settings: 'Settings',
  settingsOf: (tab: Part) => `${tab}, settings`,

  // Sign in rules form
  theySetUpAnAuthenticator: 'They set up an authenticator app before anything else opens.',

  // Staff forms
  eMail: 'E-mail',
  roleOf: (name: Part) => `Role of ${name}`,
  deactivateOf: (mayReactivate: boolean, name: Part) => `${mayReactivate ? 'Reactivate' : 'Deactivate'} ${name}?`,
  theyCanSignInAgain: 'They can sign in again.',
  theirSessionsEndAtOnce: 'Their sessions end at once, and they can no longer sign in.',

  // Staff tab
  staffAndRoles: 'Staff and roles',
  noStaffYet: 'No staff yet.',
  oneTimePassword: 'One-time password',
  nameAndEMail: 'Name and e-mail',
  secondFactor: 'Second factor',
  off: 'Off',
  sessions: 'Sessions',
  deactivated: (disabledAt: Part) => `Deactivated ${disabledAt}`,
  hasAOneTimePassword: 'Has a one-time password',
  you: 'You',
  changeRoleOf: (name: Part) => `Change role of ${name}`,
  access: 'Access',
  reactivateOf: (isActive: boolean, name: Part) => `${isActive ? 'Deactivate' : 'Reactivate'} ${name}`,

  // Write key form
  onePerLineSuch:
    'One per line, such as https://shop.example.com. Requests from any other page, or without an origin, are refused. Empty allows every origin (not recommended).',
  usedByANativeApp: 'Used by a native app',
  nativeAppsSendNoOrigin: 'Native apps send no origin: requests without one are accepted too.',
  ageLimitInMinutes: 'Age limit in minutes',
  olderEventsAreRefusedEmpty: (kind: Part) => `Older events are refused. Empty: ${kind}. At most 43,200, 30 days.`,
  aboveThisTheKeyGets: 'Above this the key gets 429 and sends again later. Empty uses the default of the installation.',
  kind: 'Kind',
  browserKeysArePublicServer: 'Browser keys are public; server keys are secret and may send conversions.',
  browser: 'Browser',
  server: 'Server',
} as const

export const MERCHANT_LABELS = { merchant_name: 'Name', merchant_ref: 'Reference', category: 'Category' }

export const PLACEMENT_LABELS = { placement_name: 'Name', tier: 'Tier', max_slots: 'Max slots' }

export const TIER_LABELS = [
  { value: 'standard', label: 'Standard' },
  { value: 'high_value', label: 'High value' },
] as const

export const TAB_ANSWERS: Readonly<Record<SettingsTab, AnswerSentence>> = {
  organisation: { lead: 'What applies to every figure.', rest: 'Zone, currency, days kept and attribution windows.' },
  placements: { lead: 'Where brands are shown.', rest: 'Events of unknown placements wait as dead letters.' },
  merchants: { lead: 'The brands that are shown.', rest: 'Import many at once from a CSV file.' },
  commercial: {
    lead: 'What packages cost, and how they are sold.',
    rest: 'Every version is kept; quotes keep theirs.',
  },
  keys: { lead: 'Who may send events.', rest: 'A key is shown once; a revoked one is refused within 5 s.' },
  'slot-tokens': { lead: 'Keys of your ranking service.', rest: 'It signs the slots of packages that ask for it.' },
  'merchant-keys': { lead: 'Keys of merchants.', rest: 'A key is shown once, when it is created.' },
  staff: { lead: 'Who may sign in here.', rest: 'A person’s role decides what they may see and change.' },
  audit: { lead: 'Who changed what, and when.', rest: 'Refused changes are listed too.' },
}

export const SIGN_IN_LABELS = {
  session_idle_minutes: 'End unused sessions after, minutes',
  session_hours: 'End every session after, hours',
  require_second_factor: 'Second factor required',
}

export const SECOND_FACTOR_CHOICES = [
  { value: 'none', label: 'Nobody (optional)' },
  { value: 'admins', label: 'Admins' },
  { value: 'all', label: 'Everybody' },
]

/** Defaults of each kind of key. */
export const KIND_AGE: Readonly<Record<WriteKey['kind'], string>> = {
  browser: '10 minutes (24 hours for events queued offline)',
  server: '72 hours',
  import: 'any age',
}

export const KEY_LABELS = {
  name: 'Name',
  origins: 'Allowed origins',
  is_app: 'App key',
  max_age_minutes: 'Age limit in minutes',
  events_per_minute: 'Events per minute',
}

export const YES_NO = { true: 'Yes', false: 'No: a person applies each change' } as const

export const RULE_WORDS = {
  pricing: {
    title: 'Price list',
    note: 'Where quotes start. What is assumed is used only where there is too little history.',
  },
  packages: { title: 'Packages', note: 'Below the floor price somebody who did not write the terms has to approve.' },
  pacing: {
    title: 'Pacing and allocation',
    note: 'When packages are behind or ahead, how much of a placement the plan may sell, and who changes the shares.',
  },
  slot_mix: { title: 'Slot mix', note: 'Above the limit a placement has an alert, until it is 2 points below.' },
} as const

export const RULE_LABELS: Readonly<Record<keyof typeof RULE_WORDS, Readonly<Record<string, string>>>> = {
  pricing: {
    base_cpm: 'Base CPM',
    base_cpc: 'Price of a click',
    high_value_factor: 'High-value factor',
    high_value_pct: 'High-value share, %',
    reach_pct: 'Assumed people per 100 impressions',
    ctr_pct: 'Assumed CTR, %',
    cvr_low_pct: 'Assumed CVR per click, low, %',
    cvr_high_pct: 'Assumed CVR per click, high, %',
    quote_days: 'A quote is valid for, days',
  },
  packages: {
    hold_days: 'A hold lasts, days',
    floor_cpi: 'Floor price, CPM',
    floor_cpc: 'Floor price of a click',
    floor_cpa: 'Floor price of a sale',
  },
  pacing: {
    automatic: 'Shares follow the plan',
    under_pct: 'Behind below, % of the plan',
    over_pct: 'Ahead above, % of the plan',
    warm_up_hours: 'Not compared for, hours',
    least_planned_units: 'Not compared below, planned units',
    wanted_pct: 'Paid impressions if possible at most, %',
    alert_pct: 'Only if needed above, %',
    most_pct: 'Never above, %',
    valid_minutes: 'Shares stay valid for, minutes',
  },
  slot_mix: { limit_pct: 'Paid share at most, %', min_impressions: 'From this many impressions' },
}
