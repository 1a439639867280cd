/** Stands for all merchants, or all placements, in reach_daily. */
export const ALL = '00000000-0000-0000-0000-000000000000'
