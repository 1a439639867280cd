import type { ExposureType } from '@bx/contracts/events/values'

/** The planted values of a placement. Rates are fractions. */
export interface PlantedPlacement {
  readonly placement_key: string
  readonly placement_name: string
  readonly tier: 'high_value' | 'standard'
  readonly max_slots: number
  readonly exposureType: ExposureType
  readonly rule: Rule
  /** Share of all human exposures in the week `start` falls in. */
  readonly share: number
  /** Change of that share per week. */
  readonly weeklyGrowth: number
  /** Share of the merchants that may be shown here. */
  readonly pool: number
  /** Probability that a filled slot after the first is scrolled into view, if the previous one was. */
  readonly scroll: number
  /** Probability that the ranking service returns fewer brands than slots. */
  readonly underfill: number
  /** Share of exposures half in view for a second, at the first rank; null: cannot be measured. */
  readonly viewable: number | null
  /** Clicks / exposures, and sales / clicks. */
  readonly ctr: number
  readonly cvrPerClick: number
  /** Sales caused by a viewable exposure without a click, per exposure: true incremental uplift. */
  readonly viewThroughUplift: number
  /** Relative traffic Monday to Sunday, in addition to the app's weekly rhythm. */
  readonly weekdays?: readonly number[]
  /** First day with traffic, counted back from the end of the history. */
  readonly launchedDaysBeforeEnd?: number
}

const DEFAULTS = { tier: 'standard', viewable: null, underfill: 0.08, viewThroughUplift: 0 } as const

/** Sizes and rates of a plausible app. */
export const PLANTED_PLACEMENTS: readonly PlantedPlacement[] = [
  {
    ...DEFAULTS,
    placement_key: 'home_earn_carousel',
    placement_name: 'Home earn carousel',
    max_slots: 8,
    exposureType: 'carousel',
    rule: 'popularity',
    share: 0.321,
    weeklyGrowth: 0.02,
    pool: 0.68,
    scroll: 0.84,
    ctr: 0.0184,
    cvrPerClick: 0.062,
    viewThroughUplift: 0.0004,
    tier: 'high_value',
    viewable: 0.82,
  },
  {
    ...DEFAULTS,
    placement_key: 'search_results',
    placement_name: 'Search results',
    max_slots: 12,
    exposureType: 'search_result',
    rule: 'related',
    share: 0.248,
    weeklyGrowth: 0.01,
    pool: 0.97,
    scroll: 0.88,
    ctr: 0.0426,
    cvrPerClick: 0.114,
    tier: 'high_value',
    viewable: 0.9,
    underfill: 0.2,
  },
  {
    ...DEFAULTS,
    placement_key: 'merchant_page',
    placement_name: 'Merchant page',
    max_slots: 4,
    exposureType: 'merchant_page',
    rule: 'related',
    share: 0.092,
    weeklyGrowth: 0.03,
    pool: 0.78,
    scroll: 0.8,
    ctr: 0.0512,
    cvrPerClick: 0.148,
    viewable: 0.94,
    underfill: 0.3,
  },
  {
    ...DEFAULTS,
    placement_key: 'category_browse',
    placement_name: 'Category browse',
    max_slots: 12,
    exposureType: 'card',
    rule: 'category',
    share: 0.177,
    weeklyGrowth: -0.01,
    pool: 0.87,
    scroll: 0.9,
    ctr: 0.0231,
    cvrPerClick: 0.081,
    viewable: 0.78,
  },
  {
    ...DEFAULTS,
    placement_key: 'deals_banner',
    placement_name: 'Deals banner',
    max_slots: 3,
    exposureType: 'banner',
    rule: 'rotation',
    share: 0.075,
    weeklyGrowth: 0.01,
    pool: 0.2,
    scroll: 0.9,
    ctr: 0.0092,
    cvrPerClick: 0.05,
    viewThroughUplift: 0.0006,
    tier: 'high_value',
    viewable: 0.71,
  },
  {
    ...DEFAULTS,
    placement_key: 'wallet_card',
    placement_name: 'Wallet card',
    max_slots: 4,
    exposureType: 'card',
    rule: 'popularity',
    share: 0.045,
    weeklyGrowth: 0.05,
    pool: 0.38,
    scroll: 0.86,
    ctr: 0.0137,
    cvrPerClick: 0.096,
    viewable: 0.86,
  },
  {
    ...DEFAULTS,
    placement_key: 'weekly_email',
    placement_name: 'Weekly email',
    max_slots: 6,
    exposureType: 'email',
    rule: 'rotation',
    share: 0.024,
    weeklyGrowth: -0.02,
    pool: 0.23,
    scroll: 1,
    ctr: 0.0288,
    cvrPerClick: 0.074,
    viewThroughUplift: 0.0009,
    weekdays: [0.3, 0.2, 0.4, 3.6, 1.5, 0.7, 0.3],
  },
  {
    ...DEFAULTS,
    placement_key: 'checkout_offer',
    placement_name: 'Checkout offer',
    max_slots: 2,
    exposureType: 'card',
    rule: 'popularity',
    share: 0.0112,
    weeklyGrowth: -0.04,
    pool: 0.15,
    scroll: 0.85,
    ctr: 0.0048,
    cvrPerClick: 0.043,
    viewable: 0.92,
    underfill: 0.3,
  },
  {
    ...DEFAULTS,
    placement_key: 'push_offers',
    placement_name: 'Push offers',
    max_slots: 1,
    exposureType: 'push',
    rule: 'rotation',
    share: 0.0058,
    weeklyGrowth: 0.08,
    pool: 0.1,
    scroll: 1,
    ctr: 0.0605,
    cvrPerClick: 0.039,
    weekdays: [0.3, 0.4, 0.5, 0.6, 2.3, 2.1, 0.8],
  },
  {
    ...DEFAULTS,
    placement_key: 'onboarding_card',
    placement_name: 'Onboarding card',
    max_slots: 3,
    exposureType: 'card',
    rule: 'popularity',
    share: 0.002,
    weeklyGrowth: 0,
    pool: 0.07,
    scroll: 0.8,
    ctr: 0.0131,
    cvrPerClick: 0.06,
    viewable: 0.88,
    underfill: 0.6,
    launchedDaysBeforeEnd: 6,
  },
]

/**
 * How a list is chosen: by popularity; from the user's category; from that category, filled up with popular brands; or in
 * rotation.
 */
export type Rule = 'popularity' | 'category' | 'rotation' | 'related'
