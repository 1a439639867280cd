import type { Part } from '../../lib/part.ts'

export const texts = {
  // In several places
  copied: 'Copied',
  placement: 'Placement',
  merchant: 'Merchant',

  // Event step
  sendYourFirstEvent: 'Send your first event',
  filledInWithYourPlacement: 'Filled in with your placement, merchant and key',
  createAPlacementAMerchant:
    'Create a placement, a merchant and a key first. The code for your page then appears here.',
  languageOfTheCode: 'Language of the code',
  copyCode: 'Copy code',
  replaceYourWriteKey: 'Replace YOUR_WRITE_KEY with the key you stored. ',
  serveThePage: (origin: Part) => `Serve the page from ${origin}. In production, load a fixed build with its hash:`,
  instrumentAPlacement: 'Instrument a placement',

  // Live check
  liveCheck: 'Live check',
  paused: 'Paused',
  listensToThisKeyChecks: 'Listens to this key, checks every second',
  continue: 'Continue',
  pause: 'Pause',
  tryingAgain: (message: Part) => `${message} Trying again.`,
  waitingForTheFirstEvent: 'Waiting for the first event…',
  receivedAtAccepted: (receivedAt: Part) => `Received at ${receivedAt}: accepted`,
  eventsAcceptedRefused: (events: Part, isOne: boolean, accepted: Part, refused: Part) =>
    `${events} ${isOne ? 'event' : 'events'}: ${accepted} accepted, ${refused} refused`,
  openLiveEvents: 'Open live events',
  tableOfEvents: 'Table of events',
  eventsOfTheKeyNewest: 'Events of the key, newest first',
  time: 'Time',
  verdict: 'Verdict',
  kind: 'Kind',
  reason: 'Reason',
  accepted: 'Accepted',
  refused: 'Refused',
  notCounted: 'Not counted',

  // Merchant step
  merchantAndKey: 'Merchant and key',
  whoIsShownAndWhat: 'Who is shown, and what may send',
  yourIdForIt: 'Your id for it',
  aBrowserWriteKeyExists: 'A browser write key exists',
  boundTo: (origin: Part) => `, bound to ${origin}`,
  itsTextIsShownOnly: '. Its text is shown only once; to get another one, create a key in',
  settings: 'Settings',
  fernwayCoffee: 'Fernway Coffee',
  asInYourOwnDatabase: 'As in your own database',
  createMerchant: 'Create merchant',
  firstPage: 'First page',
  addressOfYourPage: 'Address of your page',
  onlyPagesOfThisAddress: 'Only pages of this address may send with the key',
  createWriteKey: 'Create write key',
  browserWriteKey: 'Browser write key',
  shownOnlyOnceBoundTo: (origin: Part) => `shown only once, bound to ${origin}`,
  copy: 'Copy',
  iHaveStoredIt: 'I have stored it',
  thisKeyIsPublic: 'This key is public: it is visible in your pages and can only send events.',

  // Placement step
  whereBrandsAreShown: 'Where brands are shown',
  name: 'Name',
  key: 'Key',
  slots: 'Slots',
  homeCarousel: 'Home carousel',
  sentByYourCodeCannot: 'Sent by your code, cannot change',
  brandsShownAtOnce: 'Brands shown at once',
  createPlacement: 'Create placement',

  // Setup view
  setUpBrandExposure: 'Set up Brand Exposure',
  yourRoleCannotCreatePlacements: (role: Part) =>
    `Your role (${role}) cannot create placements and keys. Ask an admin.`,
  theSetup: 'The setup',
  openPlacementOverview: 'Open placement overview',
  skipSetup: 'Skip setup',
  organisation: 'Organisation',
  setWhenTheServerFirst: 'Set when the server first started',
  zone: 'Zone',
  currency: 'Currency',
  weeksStartOn: 'Weeks start on',
  monday: 'Monday',

  // Side cards
  help: 'Help',
  guides: 'Guides',
  ifNothingArrives: 'If nothing arrives',
  isThePageServed: 'Is the page served from the key’s address?',
  wasConsentGivenWithout: 'Was consent given? Without it nothing is sent.',
  wasTheCardInView: 'Was the card in view? An impression is sent after one second, or when you leave the page.',
  showsTheReasonOnEach: 'shows the reason on each card.',
  lookAroundFirst: 'Look around first',
  daysOfInventedData:
    '61 days of invented data, in a separate installation that shares nothing with yours. Run this on your own computer:',
  toRemoveItDelete: 'To remove it, delete the folder .demo.',

  // Step
  done: 'Done',

  // Words
  counted: 'Counted',
  countedAlreadyThisEventId: 'Counted already: this event_id was sent before',
  notCountedSent: 'Not counted: sent by a program, not by a browser',
  didYouMean: (meant: Part) => ` Did you mean ${meant}?`,
  unknownPlacement: (question: Part) => `Unknown placement.${question}`,
  yourFirstEventIsIn: 'Your first event is in.',
  beforeThatWereRefused: (refused: Part, isOne: boolean) =>
    `Before that ${refused} ${isOne ? 'was' : 'were'} refused. `,
  allFourStepsAreDone: (before: Part) => `${before}All four steps are done.`,
  eventsWereRefused: (refused: Part, isOne: boolean) => `${refused} ${isOne ? 'event was' : 'events were'} refused.`,
  theReason: 'The reason is in the last step.',
  eventsArrive: 'Events arrive.',
  youCanUseThisPage: 'You can use this page to connect another page or app.',
  oneStep: 'One step',
  two: 'Two',
  three: 'Three',
  four: 'Four',
  steps: (left: Part) => `${left} steps`,
  toYourFirstVerifiedEvent: (steps: Part) => `${steps} to your first verified event.`,
  itTakesAboutTenMinutes: 'It takes about ten minutes.',
} as const

export const SETUP_GUIDES = [
  ['instrument', 'Instrument a placement', 'From nothing to figures you have checked'],
  ['server-events', 'Send server events', 'Sales, e-mail and push'],
  ['read-the-dashboards', 'Read the dashboards', 'What each figure means'],
  ['install', 'Install', 'HTTPS, backup, upgrades'],
] as const
