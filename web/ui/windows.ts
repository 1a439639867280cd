import type { PerformanceMeta } from '../lib/endpoints.ts'
import { texts } from './strings.ts'

/** "Click 1 h, sale 7 days (168 elapsed hours, also when clocks change)". */
export function windowWords({ windows }: Pick<PerformanceMeta, 'windows'>): string {
  const { click_minutes: minutes, conversion_days: days, conversion_hours: hours } = windows
  const click = minutes % 60 === 0 ? texts.h(minutes / 60) : texts.min(minutes)
  return texts.clickSaleDaysElapsedHours(click, days, days === 1, hours)
}
