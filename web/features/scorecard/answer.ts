import type { Scorecard } from '../../lib/endpoints.ts'
import { rateMoney } from '../../lib/formats.ts'
import { readMoney } from '../../lib/readMoney.ts'
import type { AnswerSentence } from '../../ui/View.tsx'

/** "Which placements work?", answered from the data shown. */
export function answerOf({ data, meta }: Scorecard): AnswerSentence {
  const rated = data.rows.filter(({ indicators }) => indicators.rpm !== 'grey')
  const few = data.rows.filter(({ impressions, indicators }) => impressions > 0 && indicators.rpm === 'grey')
  const [first, second] = rated.toSorted((a, b) => Number(readMoney(b.rpm ?? '0') - readMoney(a.rpm ?? '0')))
  if (first === undefined) return { lead: 'No placement has enough data yet.', rest: '' }
  const best = `${first.placement_name} (${rateMoney(first.rpm, meta.currency)})`
  const lead = second
    ? `${best} and ${second.placement_name} earn most per 1,000 impressions.`
    : `${best} earns most per 1,000 impressions.`
  return { lead, rest: few.length === 0 ? '' : tooFew(few.map((row) => row.placement_name)) }
}

function tooFew(names: readonly string[]): string {
  if (names.length === 1) return `${names[0]} doesn’t have enough data yet.`
  return names.length <= 3
    ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)} don’t have enough data yet.`
    : `${names.length} placements don’t have enough data yet.`
}
