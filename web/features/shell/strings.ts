import type { Part } from '../../lib/part.ts'

export const texts = {
  // Sidebar badges
  withBadge: (label: Part, n: Part, isOne: boolean) => `${label}, ${n} ${isOne ? 'alert' : 'alerts'}`,

  // In several places
  keyboardAndHelp: 'Keyboard and help',
  yourAccount: 'Your account',

  // Calendar
  thisDayHasNotBegun: 'This day has not begun',
  monthBefore: 'Month before',
  monthAfter: 'Month after',

  // Calendar popover
  chooseDates: 'Choose dates',
  futureDaysHaveNoData: (rawDays: Part) => `Future days have no data. Reach is available for the last ${rawDays} days.`,

  // Custom range
  datesOf: (label: Part) => `Dates: ${label}`,

  // Freshness
  offlineLastData: (isOnline: boolean, completeTo: Part) =>
    `${isOnline ? 'No answer' : 'Offline'}, last data ${completeTo}`,
  sampledOfImpressions: (shareSampled: Part) => `Sampled, ${shareSampled} of impressions`,
  completeToOf: (at: Part, behind: Part) => `Complete to ${at}, ${behind}`,
  completeTo: 'Complete to',
  sBehind: (seconds: Part) => `${seconds} s behind`,
  minBehind: (seconds: Part) => `${seconds} min behind`,

  // Help dialog
  close: 'Close',
  enableKeyboardShortcuts: 'Enable keyboard shortcuts',
  guides: 'Guides',
  howEveryFigureIsDefined: 'How every figure is defined',
  setup: 'Setup',
  theApi: 'The API',

  // Menu drawer
  menu: 'Menu',

  // Page notes
  theServerCannotBeReached: 'The server cannot be reached. Trying again; what you typed stays here.',
  theDashboardWasUpdatedFinish: 'The dashboard was updated. Finish what you are typing, then reload.',
  reload: 'Reload',

  // Palette
  jumpTo: 'Jump to',
  jumpToAPagePlacement: 'Jump to a page, placement or merchant',
  found: 'Found',
  nothingMatches: (search: Part) => `Nothing matches “${search}”`,
  settings: (label: Part) => `Settings: ${label}`,

  // Ranges
  today: 'Today',
  yesterday: 'Yesterday',
  thisWeek: 'This week',
  lastWeek: 'Last week',
  last7FullDays: 'Last 7 full days',
  last30FullDays: 'Last 30 full days',
  thisMonth: 'This month',
  lastMonth: 'Last month',

  // Session ended
  yourSessionHasEnded: 'Your session has ended',
  signInAgain: (email: Part) => `Sign in again as ${email} to continue here. What you typed is kept.`,
  password: 'Password',
  showPassword: 'Show password',
  code: 'Code',
  useAnotherAccount: 'Use another account',
  signIn: 'Sign in',

  // Shell
  theDashboardDidNotLoad: 'The dashboard did not load',
  skipToContent: 'Skip to content',
  main: 'Main',
  periodAndFreshness: 'Period and freshness',
  openTheMenu: 'Open the menu',
  loadingTheRange: 'Loading the range',

  // Sidebar
  brandExposure: 'Brand Exposure',
  jumpToText: 'Jump to…',
  signOut: 'Sign out',
  account: 'Account',

  // Top bar
  range: 'Range',
  finalDays: '30 final days',
  n7d: '7d',
  n30d: '30d',
  custom: 'Custom',
  dates: 'Dates',
  compare: 'Compare',
  traffic: 'Traffic',
  daysAndHoursAreThose: (timeZone: Part, own: Part) =>
    `Days and hours are those of ${timeZone}; your own zone is ${own}`,
  themeSwitchTo: (now: Part, after: Part) => `Theme: ${now}; switch to ${after}`,
  themeSwitchToFrom: (now: Part, after: Part) => `Theme: ${now}. Switch to ${after}.`,
} as const

export const SHORTCUTS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['⌘K', '/'], 'Jump to a page, placement or merchant'],
  [['1', '2', '3'], '7 days, 30 days, custom range'],
  [['[', ']'], 'Earlier, later'],
  [['c'], 'Compare with the period before, or with nothing'],
  [['n'], 'Net or gross traffic'],
  [['e'], 'Explain the focused figure'],
  [['t'], 'Theme: system, light, dark'],
  [['?'], 'This help'],
]

export const OTHER_PAGES: Readonly<Record<string, string>> = {
  '/account/': 'Your account',
  '/definitions/': 'Definitions',
  '/packages/new/': 'New package',
}

export const COMPARE_LABELS = {
  prev: 'Previous period',
  year: 'Same weekdays, 52 weeks earlier',
  none: 'No comparison',
} as const

export const TRAFFIC_LABELS = { net: 'Net', gross: 'Gross' } as const

export const THEME_NAMES = { auto: 'system', light: 'light', dark: 'dark' } as const
