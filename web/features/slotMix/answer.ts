import { changeText } from '../../lib/compareWords.ts'
import type { SlotMix } from '../../lib/endpoints.ts'
import { count, date, dateRange } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { limitText, share } from './figures.ts'
import { texts } from './strings.ts'

/** Placements that a sentence names. */
const NAMED = 3

/** The view's question, "where is paid crowding organic?", answered from the data shown. */
export function answerOf(answer: SlotMix, stale: boolean): AnswerSentence {
  const { rows, totals } = answer.data
  if (totals.total_impressions === 0)
    return { lead: texts.nothingShown, rest: texts.nothingSince(date(answer.meta.start)) }
  if (totals.paid_pct === 0) return { lead: texts.nonePaid, rest: texts.createPackage }
  const limit = limitText(answer)
  const above = rows
    .filter((row) => row.limit_state === 'above')
    .toSorted((a, b) => (b.paid_pct ?? 0) - (a.paid_pct ?? 0))
  const rest = overall(answer, stale)
  const [only] = above
  if (only === undefined) return { lead: texts.noneAbove(limit), rest }
  if (above.length === 1) return { lead: texts.isAbove(only.placement_name, share(only.paid_pct), limit), rest }
  const named = above.slice(0, NAMED).map((row) => texts.namedWith(row.placement_name, share(row.paid_pct)))
  return { lead: texts.areAbove(count(above.length), count(rows.length), limit, listed(named)), rest }
}

function listed(names: readonly string[]): string {
  return texts.and(names.slice(0, -1).join(', '), names.at(-1)!)
}

function overall({ data: { totals }, meta }: SlotMix, stale: boolean): string {
  const change = totals.comparison?.paid_pct_change ?? null
  if (stale || change === null || meta.compare === null) return texts.overall(share(totals.paid_pct))
  const days = dateRange(meta.compare.start, meta.compare.end)
  return texts.overallChange(share(totals.paid_pct), changeText(change), days)
}
