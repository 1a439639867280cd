import { changeSentence } from '../../lib/compareWords.ts'
import type { PlacementOverview, PlacementOverviewRow } from '../../lib/endpoints.ts'
import { average, date, shortCount } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { comparisonsOf } from './figures.ts'
import { texts } from './strings.ts'

/** The view's question, "where are brands seen, where is room?", answered from the data shown. */
export function answerOf({ data, meta }: PlacementOverview, stale: boolean): AnswerSentence {
  const seen = data.rows.filter((row) => row.total_impressions > 0)
  if (seen.length === 0) {
    return { lead: texts.noImpressionsOnTheseDays, rest: texts.noImpressionsSince(date(meta.start)) }
  }
  const where = texts.placementsOf(seen.length, seen.length === 1)
  const lead = texts.impressionsIn(shortCount(data.totals.total_impressions), where)
  const { compared, cut } = comparisonsOf(data.totals).impressions
  const change = stale ? null : changeSentence(meta, compared, shortCount, cut)
  if (change === null) return { lead: `${lead}.`, rest: room(seen) }
  return { lead: `${lead},`, rest: [`${change}.`, room(seen)].filter((part) => part !== '').join(' ') }
}

/** Sessions from which an average is named in a sentence. */
const MIN_SESSIONS = 30

/** The placement with the largest share of unused slots. */
function room(rows: readonly PlacementOverviewRow[]): string {
  const withSlots = rows.filter(
    (row) => row.avg_merchants_shown !== null && row.max_slots > 0 && row.sessions >= MIN_SESSIONS,
  )
  const emptiest = withSlots.toSorted((a, b) => used(a) - used(b))[0]
  if (emptiest === undefined || used(emptiest) >= 1) return ''
  return texts.hasTheMostRoom(emptiest.placement_name, average(emptiest.avg_merchants_shown), emptiest.max_slots)
}

function used(row: PlacementOverviewRow): number {
  return (row.avg_merchants_shown ?? 0) / row.max_slots
}
