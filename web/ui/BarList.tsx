import { count } from '../lib/formats.ts'
import classes from './ui.module.css'

/** More than this many bars: the largest eleven and the rest. */
const MOST = 12

export interface Bar {
  readonly name: string
  readonly value: number
}

/** Horizontal bars from zero, largest first, the value at the end. */
export function BarList({ bars, label }: { readonly bars: readonly Bar[]; readonly label: string }) {
  const shown = withOther(bars)
  const largest = Math.max(1, ...shown.map(({ value }) => value))
  return (
    <dl className={classes.barList} aria-label={label}>
      {shown.map(({ name, value, isOther }) => (
        <BarRow key={name} name={name} value={value} share={value / largest} isOther={isOther} />
      ))}
    </dl>
  )
}

/** The bars that are drawn: at most twelve, the last one "Other" when there were more. */
export function withOther(bars: readonly Bar[]): readonly (Bar & { readonly isOther: boolean })[] {
  const sorted = bars.toSorted((a, b) => b.value - a.value).map((bar) => ({ ...bar, isOther: false }))
  if (sorted.length <= MOST) return sorted
  const rest = sorted.slice(MOST - 1)
  const value = rest.reduce((sum, bar) => sum + bar.value, 0)
  return [...sorted.slice(0, MOST - 1), { name: `Other, ${rest.length}`, value, isOther: true }]
}

function BarRow(props: Bar & { readonly share: number; readonly isOther: boolean }) {
  return (
    <>
      <dt title={props.name}>{props.name}</dt>
      <dd>
        <span
          className={props.isOther ? classes.otherBar : undefined}
          style={{ width: `calc(${props.share * 100}% - ${props.share * 72}px)` }}
          aria-hidden
        />
        <span>{count(props.value)}</span>
      </dd>
    </>
  )
}
