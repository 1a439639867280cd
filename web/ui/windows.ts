import type { PerformanceMeta } from '../lib/endpoints.ts'

/** "Click 1 h, sale 7 days (168 elapsed hours, also when clocks change)". */
export function windowWords({ windows }: Pick<PerformanceMeta, 'windows'>): string {
  const { click_minutes: minutes, conversion_days: days, conversion_hours: hours } = windows
  const click = minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
  return `Click ${click}, sale ${days} day${days === 1 ? '' : 's'} (${hours} elapsed hours, also when clocks change)`
}
