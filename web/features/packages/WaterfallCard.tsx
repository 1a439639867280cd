import type { WrapUp } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { Card } from '../../ui/View.tsx'
import { texts } from './strings.ts'
import classes from './WrapUp.module.css'
import { waterfallSteps } from './waterfall.ts'

/** How stamped impressions become billed units, step by step. */
export function WaterfallCard({ sold }: { readonly sold: WrapUp }) {
  const steps = waterfallSteps(sold)
  const largest = Math.max(1, ...steps.map((step) => step.count))
  return (
    <Card label={texts.fromStampsToTheBill} className={classes.card ?? ''}>
      <h2>{texts.fromStampsToTheBill}</h2>
      <table className={classes.waterfall}>
        <tbody>
          {steps.map((step, i) => (
            // Labels repeat: suspected invalid impressions, and clicks.
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps have no other order
            <tr key={i} data-kind={step.kind}>
              <th scope="row">{step.label}</th>
              <td>
                <span aria-hidden style={{ width: `${(100 * step.count) / largest}%` }} />
              </td>
              <td>
                {step.kind === 'taken' ? '−' : ''}
                {count(step.count)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
