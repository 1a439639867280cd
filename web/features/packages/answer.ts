import type { OnePackage, Packages } from '../../lib/endpoints.ts'
import { count, dateRange } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { type STATE_LABELS, unitsText } from './states.ts'

/** What the list says under its title: what waits for somebody, then what runs. */
export function listAnswer({ meta }: Packages): AnswerSentence {
  const of = (state: keyof typeof STATE_LABELS) => meta.states[state] ?? 0
  const waiting = [
    [of('held'), 'to approve'],
    [of('paused'), 'paused'],
    [of('ended'), 'to close'],
  ] as const
  const due = waiting.filter(([n]) => n > 0).map(([n, what]) => `${count(n)} ${what}`)
  const running = `${count(of('live'))} live, ${count(of('booked'))} booked, ${count(of('draft') + of('quoted'))} in preparation.`
  if (due.length === 0) return { lead: 'Nothing waits for you.', rest: running }
  return { lead: `${due.join(', ')}.`, rest: running }
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
  const delivered = `Delivered: ${unitsText(type, delivery.delivered_units)}`
  if (goal === null || planned === null || status === 'ended' || status === 'closed') return `${delivered}.`
  return `${delivered}; planned by now: ${count(Math.round(planned))}.`
}
