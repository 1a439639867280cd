import { count } from '../../lib/formats.ts'
import type { PacingAnswer } from './PacingCard.tsx'
import classes from './Packages.module.css'
import { REASON_WORDS, texts } from './strings.ts'

type Gap = PacingAnswer['data']['gaps'][number]

/** Where the gap to the plan comes from: the placements that are behind, with what explains most. */
export function Gaps({ gaps }: { readonly gaps: readonly Gap[] }) {
  const behind = gaps
    .map((gap) => ({ ...gap, units: gap.delivered_units - gap.planned_units }))
    .filter(({ units, parts }) => units < -0.5 && parts.length > 0)
    .sort((a, b) => a.units - b.units)
  const total = gaps.reduce((sum, gap) => sum + gap.delivered_units - gap.planned_units, 0)
  if (behind.length === 0 || total >= 0) return null
  const worst = behind[0]!.units
  return (
    <>
      <h3>{texts.whereTheGapComesFrom(count(Math.round(-total)))}</h3>
      <table className={classes.gaps}>
        <tbody>
          {behind.map((gap) => (
            <tr key={gap.placement_id}>
              <th scope="row">{gap.placement_name}</th>
              <td aria-hidden>
                <span className={classes.gapBar} style={{ width: `${(gap.units / worst) * 100}%` }} />
              </td>
              <td>−{count(Math.round(-gap.units))}</td>
              <td title={partsText(gap)}>{REASON_WORDS[gap.parts[0]!.reason].short}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function partsText({ parts }: Gap): string {
  return parts.map(({ reason, units }) => `${REASON_WORDS[reason].short}: −${count(Math.round(-units))}`).join('; ')
}
