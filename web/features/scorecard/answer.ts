import type { Scorecard } from '../../lib/endpoints.ts'
import { rateMoney } from '../../lib/formats.ts'
import { readMoney } from '../../lib/readMoney.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { texts } from './strings.ts'

/** "Which placements work?", answered from the data shown. */
export function answerOf({ data, meta }: Scorecard): AnswerSentence {
  const rated = data.rows.filter(({ indicators }) => indicators.rpm !== 'grey')
  const few = data.rows.filter(({ impressions, indicators }) => impressions > 0 && indicators.rpm === 'grey')
  const [first, second] = rated.toSorted((a, b) => Number(readMoney(b.rpm ?? '0') - readMoney(a.rpm ?? '0')))
  if (first === undefined) return { lead: texts.noPlacementHasEnoughData, rest: '' }
  const best = `${first.placement_name} (${rateMoney(first.rpm, meta.currency)})`
  const lead = second ? texts.andEarnMostPer1(best, second.placement_name) : texts.earnsMostPer1000(best)
  return { lead, rest: few.length === 0 ? '' : tooFew(few.map((row) => row.placement_name)) }
}

function tooFew(names: readonly string[]): string {
  if (names.length === 1) return texts.doesntHaveEnoughDataYet(names[0]!)
  return names.length <= 3
    ? texts.andDontHaveEnoughData(names.slice(0, -1).join(', '), names.at(-1)!)
    : texts.placementsDontHaveEnoughData(names.length)
}
