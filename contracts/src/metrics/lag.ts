/** Times from exposure to sale are stored in buckets. Each bucket is at most this much wider than its shortest time, percent. */
export const LAG_WITHIN_PCT = 2
