import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import { count } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'

export type Verdict = LiveEvent['verdict']

export const VERDICTS: Readonly<Record<Verdict, string>> = {
  stored: 'Stored',
  flagged: 'Flagged',
  duplicate: 'Duplicate',
  superseded: 'Superseded',
  rejected: 'Rejected',
}

export function countsOf(events: readonly LiveEvent[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { stored: 0, flagged: 0, duplicate: 0, superseded: 0, rejected: 0 }
  for (const { verdict } of events) counts[verdict]++
  return counts
}

/** "Does my integration work?", answered from the events shown. */
export function answerOf(events: readonly LiveEvent[]): AnswerSentence {
  if (events.length === 0) return { lead: 'Waiting for the first event.', rest: '' }
  const { rejected, flagged, duplicate, superseded } = countsOf(events)
  const of = `of the last ${count(events.length)}`
  const [worst] = events.filter(({ verdict }) => verdict === 'rejected')
  if (worst) return { lead: `${count(rejected)} ${of} were rejected.`, rest: `Last: ${worst.message || worst.reason}` }
  const beside = [
    flagged > 0 && `${count(flagged)} flagged`,
    duplicate > 0 && `${count(duplicate)} duplicate`,
    superseded > 0 && `${count(superseded)} superseded`,
  ].filter(Boolean)
  return { lead: 'Events arrive and are accepted.', rest: beside.length === 0 ? '' : `${beside.join(', ')} ${of}.` }
}
