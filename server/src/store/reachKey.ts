/** Stands for all merchants, or all placements, in reach_daily. */
export const ALL = '00000000-0000-0000-0000-000000000000'
/** Stands for no placement in click_daily and outcome_daily: the click or sale is credited to none. */
export const NONE = ALL
