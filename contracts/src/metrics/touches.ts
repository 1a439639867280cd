/**
 * Most touches stored per sale: the first, the decisive one, and the latest of the others. People have a handful; without
 * the limit, a machine that was shown a brand 30,000 times before a sale would fill a table and a transaction.
 */
export const MAX_TOUCHES = 200
