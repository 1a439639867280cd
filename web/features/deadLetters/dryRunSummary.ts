import type { ReplayAnswer } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { texts } from './strings.ts'

export type Replay = ReplayAnswer['data']

/** "12 wait: 10 would be stored, 2 would be refused again." */
export function summaryOf({ matched, waiting, results }: Replay): string {
  if (matched === 0) return texts.noDeadLettersWithThisReason
  const of = (wanted: Replay['results'][number]['outcome']) =>
    results.filter(({ outcome }) => outcome === wanted).length
  const parts = [
    texts.wouldBeStored(count(of('stored'))),
    ...(of('duplicate') > 0 ? [texts.storedAlready(count(of('duplicate')))] : []),
    ...(of('superseded') > 0 ? [texts.olderThanWhatIsStored(count(of('superseded')))] : []),
    texts.wouldBeRefusedAgain(count(of('rejected'))),
  ]
  const which =
    waiting > matched ? texts.theOldestOf(count(matched), count(waiting)) : texts.wait(count(matched), matched === 1)
  return `${which}: ${parts.join(', ')}.`
}

/** Whether a replay would resolve anything. */
export function isWorthSending({ results }: Replay): boolean {
  return results.some(({ outcome }) => outcome !== 'rejected')
}
