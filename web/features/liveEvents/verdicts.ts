import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import { count } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { texts } from './strings.ts'

export type Verdict = LiveEvent['verdict']

export function countsOf(events: readonly LiveEvent[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { stored: 0, flagged: 0, duplicate: 0, superseded: 0, rejected: 0 }
  for (const { verdict } of events) counts[verdict]++
  return counts
}

/** "Does my integration work?", answered from the events shown. */
export function answerOf(events: readonly LiveEvent[]): AnswerSentence {
  if (events.length === 0) return { lead: texts.waitingForTheFirstEvent, rest: '' }
  const { rejected, flagged, duplicate, superseded } = countsOf(events)
  const of = texts.ofTheLast(count(events.length))
  const [worst] = events.filter(({ verdict }) => verdict === 'rejected')
  if (worst) return { lead: texts.wereRejected(count(rejected), of), rest: texts.last(worst.message || worst.reason) }
  const beside = [
    flagged > 0 && texts.flagged(count(flagged)),
    duplicate > 0 && texts.duplicate(count(duplicate)),
    superseded > 0 && texts.superseded(count(superseded)),
  ].filter(Boolean)
  return { lead: texts.eventsArriveAndAreAccepted, rest: beside.length === 0 ? '' : `${beside.join(', ')} ${of}.` }
}
