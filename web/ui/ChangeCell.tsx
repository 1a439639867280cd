import type { Change } from '@bx/contracts/metrics/change'
import type { Metric } from '@bx/contracts/metrics/metric'
import { NO_VALUE } from '../lib/formats.ts'
import { Delta } from './Delta.tsx'
import { Explain } from './Explain.tsx'
import type { Explanation } from './explanation.ts'

/** A change in a table; it opens its explanation. */
export function ChangeCell(props: {
  readonly change: Change | null
  readonly better: Metric['better']
  readonly explanation: Explanation | null
  /** false while figures are too far behind to be compared. */
  readonly comparable: boolean
}) {
  if (!props.comparable || props.explanation === null) return NO_VALUE
  return (
    <Explain explanation={props.explanation}>
      <Delta change={props.change} better={props.better} />
    </Explain>
  )
}
