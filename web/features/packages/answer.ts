import type { OnePackage, Packages, SoldPackage } from '../../lib/endpoints.ts'
import { count, dateRange } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { conditionOf, isUrgent } from './pacing.ts'
import { unitsText } from './states.ts'
import { CONDITION_LABELS, type STATE_LABELS, texts } from './strings.ts'

/** What the list says under its title: what waits for somebody, then what runs. */
export function listAnswer({ data, meta }: Packages): AnswerSentence {
  const of = (state: keyof typeof STATE_LABELS) => meta.states[state] ?? 0
  const waiting = [
    [of('held'), texts.toApprove],
    [of('paused'), 'paused'],
    [of('ended'), texts.toClose],
  ] as const
  const due = waiting.filter(([n]) => n > 0).map(([n, what]) => `${count(n)} ${what}`)
  const running = texts.liveBookedInPreparation(
    count(of('live')),
    count(of('booked')),
    count(of('draft') + of('quoted')),
  )
  const waits = due.length === 0 ? '' : `${due.join(', ')}. `
  const urgent = urgentText(data)
  if (urgent !== '') return { lead: urgent, rest: `${waits}${running}` }
  if (due.length === 0) return { lead: texts.nothingWaitsForYou, rest: running }
  return { lead: waits.trim(), rest: running }
}

/** Named in the sentence; the others are counted. */
const NAMED = 2

/** "Black Friday is oversold, Glow week is behind, and 2 more need attention." */
function urgentText(rows: readonly SoldPackage[]): string {
  const urgent = rows.filter(isUrgent)
  const named = urgent
    .slice(0, NAMED)
    .map((row) => texts.isInCondition(row.package_name, CONDITION_LABELS[conditionOf(row)!].toLowerCase()))
  const others = urgent.length - named.length
  if (named.length === 0) return ''
  if (others === 0) return `${named.join(texts.and)}.`
  return `${named.join(', ')}${texts.andMoreNeedAttention(count(others), others === 1)}`
}

/** What a package promises, in one sentence. */
export function packageAnswer(sold: OnePackage): AnswerSentence {
  const days = dateRange(sold.first_day, sold.last_day)
  const lead = `${unitsText(sold.package_type, sold.goal_units)}, ${days}.`
  return { lead: lead.charAt(0).toUpperCase() + lead.slice(1), rest: plannedText(sold) }
}

function plannedText(sold: OnePackage): string {
  const { status, package_type: type, goal_units: goal, planned_units: planned, delivery } = sold
  if (!['live', 'paused', 'ended', 'closed'].includes(status)) return ''
  const delivered = texts.deliveredOf(unitsText(type, delivery.delivered_units))
  if (goal === null || planned === null || status === 'ended' || status === 'closed') return `${delivered}.`
  return texts.plannedByNow(delivered, count(Math.round(planned)))
}
