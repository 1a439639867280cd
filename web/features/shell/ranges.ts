import { addDays } from '../../lib/addDays.ts'
import type { ViewState } from '../../lib/viewState.ts'
import { texts } from './strings.ts'

export interface Days {
  readonly start: string
  readonly end: string
}

const DAY = 86_400_000

/** Named ranges. */
export function presets(today: string): readonly (Days & { readonly label: string })[] {
  const firstOfMonth = `${today.slice(0, 7)}-01`
  const lastOfLast = addDays(firstOfMonth, -1)
  const yesterday = addDays(today, -1)
  const monday = addDays(today, -daysSinceMonday(today))
  return [
    { label: texts.today, start: today, end: today },
    { label: texts.yesterday, start: yesterday, end: yesterday },
    { label: texts.thisWeek, start: monday, end: today },
    { label: texts.lastWeek, start: addDays(monday, -7), end: addDays(monday, -1) },
    { label: texts.last7FullDays, start: addDays(today, -7), end: yesterday },
    { label: texts.last30FullDays, start: addDays(today, -30), end: yesterday },
    { label: texts.thisMonth, start: firstOfMonth, end: today },
    { label: texts.lastMonth, start: `${lastOfLast.slice(0, 7)}-01`, end: lastOfLast },
  ]
}

/** The range moved by its own length, earlier (-1) or later (1); never past today. */
export function shifted({ start, end }: Days, direction: -1 | 1, today: string): Partial<ViewState> | null {
  const length = Math.round((Date.parse(end) - Date.parse(start)) / DAY) + 1
  const moved = { start: addDays(start, direction * length), end: addDays(end, direction * length) }
  if (moved.start > today) return null
  const over = moved.end > today ? Math.round((Date.parse(moved.end) - Date.parse(today)) / DAY) : 0
  const [from, to] = [addDays(moved.start, -over), addDays(moved.end, -over)]
  return from === start ? null : { range: 'custom', start: from, end: to }
}

/** Weeks begin on Monday, as in the calendar. */
function daysSinceMonday(day: string): number {
  return (new Date(Date.parse(day)).getUTCDay() + 6) % 7
}
