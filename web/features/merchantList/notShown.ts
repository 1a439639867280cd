import type { MerchantListRow, ReportMeta } from '../../lib/endpoints.ts'
import { dayIn } from '../../lib/formats.ts'

const DAYS = 7
const DAY_MS = 86_400_000

/** Whether a merchant has had no impression on the last seven days up to the watermark's day, or never had one. */
export function isNotShown(
  { last_shown_day: last }: Pick<MerchantListRow, 'last_shown_day'>,
  { complete_to, time_zone }: Pick<ReportMeta, 'complete_to' | 'time_zone'>,
): boolean {
  if (last === null) return true
  const today = dayIn(time_zone, complete_to)
  return Date.parse(last) <= Date.parse(today) - DAYS * DAY_MS
}
