import type { merchantListRow } from '@bx/contracts/endpoints/merchantList'
import { countChange, MIN_COMPARED } from '@bx/contracts/metrics/change'
import type { z } from 'zod'
import type { Period } from '../../src/query/period.ts'
import { type Dims, distinct, percentOf, type Raw, type RawExposure, ratio, reachOf, shownIn } from './naive.ts'
import { countedOf, reconciliation, storedBehind, wholeDayFigures } from './naiveAnswers.ts'
import { wallClock } from './naiveCalendar.ts'

/**
 * Every merchant there is; rows in the order of `dims`.
 * @param today in the reporting zone
 */
export function naiveMerchantList(raw: Raw, dims: Dims, period: Period, keptFrom: string, today: string) {
  const shown = shownIn(raw, period)
  const whole = period.before?.wholeDays
  const [here, before] = whole ? [shownIn(raw, period, whole.here), shownIn(raw, period, whole.before)] : [[], []]
  const of = (events: readonly RawExposure[], id: string) => events.filter((e) => e.merchantId === id)
  const ever = raw.exposures.filter((e) => period.gross || !e.flagged)
  const rows = dims.merchants.map(({ merchant_id, merchant_name, category }) => {
    const own = of(shown, merchant_id)
    const reach = reachOf(own)
    const days = of(ever, merchant_id).map((e) => wallClock(period.timeZone, e.at).day)
    return {
      merchant_id,
      merchant_name,
      category,
      impressions: own.length,
      impression_share_pct: percentOf(own.length, shown.length),
      ...reach,
      frequency: ratio(own.length, reach.unique_users),
      counted: countedOf(raw, period, (e) => e.merchantId === merchant_id),
      comparison: whole ? compared(of(here, merchant_id).length, of(before, merchant_id).length) : null,
      last_shown_day: days.sort().at(-1) ?? null,
    }
  })
  const days = rows.flatMap(({ last_shown_day: day }) => day ?? [])
  const most = naiveOrder(rows, '-impressions')[0]!
  return {
    rows,
    totals: {
      impressions: shown.length,
      merchants_known: rows.length,
      merchants_not_shown_7d: rows.filter((row) => isUnseen(row, today)).length,
      last_shown_day: days.sort().at(-1) ?? null,
      most_shown:
        most.impressions === 0
          ? null
          : { merchant_id: most.merchant_id, merchant_name: most.merchant_name, impressions: most.impressions },
      merchants_shown: distinct(shown.map((e) => e.merchantId)),
      ...reachOf(shown),
      frequency: ratio(shown.length, reachOf(shown).unique_users),
      comparison: whole ? wholeDayFigures(here, before, whole.before.start >= keptFrom) : null,
    },
    counted: storedBehind(raw, period),
    reconciliation: reconciliation(raw, period),
  }
}

function compared(impressions: number, impressions_before: number) {
  return { impressions, impressions_before, impressions_change: countChange(impressions, impressions_before) }
}

export type MerchantRow = z.output<typeof merchantListRow>
/** Without clicks, whose credit is decided elsewhere. */
export type NaiveRow = Omit<MerchantRow, 'merchant_ref' | 'clicks' | 'ctr_pct' | 'ctr_interval' | 'comparison'> & {
  readonly comparison: Pick<
    NonNullable<MerchantRow['comparison']>,
    'impressions' | 'impressions_before' | 'impressions_change'
  > | null
}
type Row = NaiveRow

/** Not shown on the seven days that end with `today`. */
export function isUnseen({ last_shown_day: last }: Pick<Row, 'last_shown_day'>, today: string): boolean {
  return last === null || (Date.parse(today) - Date.parse(last)) / 86_400_000 >= 7
}

/** `-impressions`: most first; without a value last; then by name. */
export function naiveOrder(rows: readonly Row[], sort: string): Row[] {
  const column = sort.replace('-', '')
  const value = (row: Row): string | number | null => {
    if (column === 'change') {
      const { impressions, impressions_before: before } = row.comparison ?? { impressions: 0, impressions_before: 0 }
      if (impressions + before < MIN_COMPARED) return null
      return before === 0 ? Number.POSITIVE_INFINITY : impressions / before
    }
    const found = row[column as keyof Row] as string | number | null
    return typeof found === 'string' ? found.toLowerCase() : found
  }
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0)
  return rows.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)]
    const order = x === null || y === null ? Number(x === null) - Number(y === null) : compare(x, y)
    const signed = x !== null && y !== null && sort.startsWith('-') ? -order : order
    return (
      signed ||
      compare(a.merchant_name.toLowerCase(), b.merchant_name.toLowerCase()) ||
      compare(a.merchant_id, b.merchant_id)
    )
  })
}
