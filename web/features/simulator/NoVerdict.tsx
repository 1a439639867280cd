import { Card } from '../../ui/View.tsx'
import classes from './Simulator.module.css'
import { texts } from './strings.ts'

/** Shown instead of a verdict: a verdict on older inputs would be taken for one on these. */
export function NoVerdict({ problems }: { readonly problems: readonly string[] }) {
  return (
    <Card label={texts.noVerdict} className={classes.pad ?? ''}>
      <h2>{texts.noVerdictYet}</h2>
      <ul className={classes.warnings}>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </Card>
  )
}
