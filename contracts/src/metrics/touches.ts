/**
 * Touches kept of one sale: the first, the decisive one, and the latest of the others. People have a handful; a machine
 * that was shown a brand 30,000 times before a sale would otherwise fill a table and a transaction with them.
 */
export const MAX_TOUCHES = 200
