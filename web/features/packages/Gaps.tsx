import type { PackagePacing } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import classes from './Packages.module.css'
import { REASON_WORDS, texts } from './strings.ts'

type Gap = PackagePacing['data']['gaps'][number]

/** Where the gap to the plan comes from: the placements with what explains most; some may be ahead. */
export function Gaps({ gaps }: { readonly gaps: readonly Gap[] }) {
  const shown = gaps
    .map((gap) => ({ ...gap, units: gap.delivered_units - gap.planned_units }))
    .filter(({ units }) => Math.abs(units) >= 0.5)
    .sort((a, b) => a.units - b.units)
  const total = gaps.reduce((sum, gap) => sum + gap.delivered_units - gap.planned_units, 0)
  if (total > -0.5) return null
  const worst = Math.max(...shown.map(({ units }) => Math.abs(units)))
  return (
    <>
      <h3>{texts.whereTheGapComesFrom(count(Math.round(-total)))}</h3>
      <table className={classes.gaps}>
        <tbody>
          {shown.map((gap) => (
            <tr key={gap.placement_id}>
              <th scope="row">{gap.placement_name}</th>
              <td aria-hidden>
                <span
                  className={`${classes.gapBar} ${gap.units > 0 ? classes.aheadBar : ''}`}
                  style={{ width: `${(Math.abs(gap.units) / worst) * 100}%` }}
                />
              </td>
              <td>{signed(gap.units)}</td>
              <td title={partsText(gap)}>
                {gap.units > 0 ? texts.aheadOfItsPlan : REASON_WORDS[gap.parts[0]?.reason ?? 'late_start'].short}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function signed(units: number): string {
  return `${units < 0 ? '−' : '+'}${count(Math.round(Math.abs(units)))}`
}

function partsText({ parts }: Gap): string {
  return parts.map(({ reason, units }) => `${REASON_WORDS[reason].short}: ${signed(units)}`).join('; ')
}
