import { Card } from '../../ui/View.tsx'
import classes from './Simulator.module.css'

/** Shown instead of a verdict: a verdict on older inputs would be taken for one on these. */
export function NoVerdict({ problems }: { readonly problems: readonly string[] }) {
  return (
    <Card label="No verdict" className={classes.pad ?? ''}>
      <h2>No verdict yet</h2>
      <ul className={classes.warnings}>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </Card>
  )
}
