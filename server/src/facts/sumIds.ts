// Ids in the columns of merchants and placements that are neither a merchant nor a placement. The contracts and a check
// on both dimensions reserve ids that begin like these.

/** In merchant_id: the row covers all merchants together. */
export const ALL_MERCHANTS = '00000000-0000-0000-0000-000000000000'

/** In placement_id and through_id: the row covers all placements together. */
export const ALL_PLACEMENTS = '00000000-0000-0000-0000-000000000000'

/** In package_id of package_hourly: stamps with an id that no package has. */
export const UNKNOWN_PACKAGE = '00000000-0000-0000-0000-000000000000'

/** In placement_id of clicks and sales: they are credited to no placement. */
export const UNATTRIBUTED = '00000000-0000-0000-0000-000000000001'
