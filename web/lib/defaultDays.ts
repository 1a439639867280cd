import { addDays } from './addDays.ts'
import type { Me } from './endpoints.ts'

/** Length of a range of which most days must be closed. */
const WEEK = 7
const FINAL_DAYS = 30

/**
 * The days that a page about sales shows if none are chosen: the last 30 closed ones, where most of the last 7 days are open; else
 * null, for the last 7.
 * @param today in the reporting zone
 */
export function defaultDays(
  path: string,
  { last_closed_day: closed }: Pick<Me['organisation'], 'last_closed_day'>,
  today: string,
): { readonly start: string; readonly end: string } | null {
  const end = path.startsWith('/performance/paths/')
    ? closed.sale
    : path.startsWith('/performance/')
      ? closed.exposure
      : null
  if (end === null || daysBetween(end, today) <= WEEK / 2) return null
  return { start: addDays(end, 1 - FINAL_DAYS), end }
}

function daysBetween(start: string, end: string): number {
  return Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000)
}
