import type { ReplayAnswer } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'

export type Replay = ReplayAnswer['data']

/** "12 wait: 10 would be stored, 2 would be refused again." */
export function summaryOf({ matched, waiting, results }: Replay): string {
  if (matched === 0) return 'No dead letters with this reason any more.'
  const of = (wanted: Replay['results'][number]['outcome']) =>
    results.filter(({ outcome }) => outcome === wanted).length
  const parts = [
    `${count(of('stored'))} would be stored`,
    ...(of('duplicate') > 0 ? [`${count(of('duplicate'))} stored already`] : []),
    ...(of('superseded') > 0 ? [`${count(of('superseded'))} older than what is stored`] : []),
    `${count(of('rejected'))} would be refused again`,
  ]
  const which =
    waiting > matched
      ? `The oldest ${count(matched)} of ${count(waiting)}`
      : `${count(matched)} ${matched === 1 ? 'waits' : 'wait'}`
  return `${which}: ${parts.join(', ')}.`
}

/** Whether a replay would resolve anything. */
export function isWorthSending({ results }: Replay): boolean {
  return results.some(({ outcome }) => outcome !== 'rejected')
}
