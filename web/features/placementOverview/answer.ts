import { countChange } from '../../lib/compareWords.ts'
import type { PlacementOverview, PlacementOverviewRow } from '../../lib/endpoints.ts'
import { average, date, shortCount } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'

/** The view's question, "where are brands seen, where is room?", answered from the data shown. */
export function answerOf({ data, meta }: PlacementOverview, stale: boolean): AnswerSentence {
  const seen = data.rows.filter((row) => row.total_impressions > 0)
  if (seen.length === 0) {
    return { lead: 'Nothing was shown in these days.', rest: `No impression from ${date(meta.start)} on.` }
  }
  const { lead, rest } = volume(data.totals, seen.length, stale, meta.compare !== null)
  return { lead, rest: [rest, room(seen)].filter((part) => part !== '').join(' ') }
}

function volume(
  totals: PlacementOverview['data']['totals'],
  placements: number,
  stale: boolean,
  compared: boolean,
): AnswerSentence {
  const where = `${placements} placement${placements === 1 ? '' : 's'}`
  const start = `${shortCount(totals.total_impressions)} impressions in ${where}`
  const { comparison } = totals
  if (stale || !compared || comparison === null || comparison.impressions_before === 0)
    return { lead: `${start}.`, rest: '' }
  const { text, direction } = countChange(comparison.impressions, comparison.impressions_before)
  if (direction === 'none') return { lead: `${start}, ${text.toLowerCase()}`, rest: 'on the period before.' }
  const verb = direction === 'up' ? 'up' : 'down'
  return { lead: `${start}, ${verb} ${text.replace(/^[+\u2212]/, '')}`, rest: 'on the period before.' }
}

/** The placement with the largest share of unused slots. */
function room(rows: readonly PlacementOverviewRow[]): string {
  const withSlots = rows.filter((row) => row.avg_merchants_shown !== null && row.max_slots > 0)
  const emptiest = withSlots.toSorted((a, b) => used(a) - used(b))[0]
  if (emptiest === undefined || used(emptiest) >= 1) return ''
  return `${emptiest.placement_name} has the most room: ${average(emptiest.avg_merchants_shown)} of ${emptiest.max_slots} slots used.`
}

function used(row: PlacementOverviewRow): number {
  return (row.avg_merchants_shown ?? 0) / row.max_slots
}
