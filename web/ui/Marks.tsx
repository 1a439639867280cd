import { count } from '../lib/formats.ts'
import classes from './Marks.module.css'
import { texts } from './strings.ts'

/** Most columns that fit a cell; longer ranges show their last days. */
const MAX_BARS = 14

/** Impressions per day as small columns from zero; an unfinished day is dashed. */
export function DailyBars(props: {
  readonly daily: readonly { readonly day: string; readonly impressions: number }[]
  readonly unfinishedDay: string | null
}) {
  const shown = props.daily.slice(-MAX_BARS)
  const largest = Math.max(1, ...shown.map(({ impressions }) => impressions))
  return (
    <span
      className={classes.bars}
      role="img"
      aria-label={texts.perDay(shown.map(({ impressions }) => count(impressions)).join(', '))}
    >
      {shown.map(({ day, impressions }) => (
        <span
          key={day}
          className={day === props.unfinishedDay ? classes.today : undefined}
          style={{ height: `${(impressions / largest) * 100}%` }}
        />
      ))}
    </span>
  )
}

/** The share of used slots. */
export function SlotsBar(props: { readonly share: number | null; readonly text: string; readonly of: number | null }) {
  return (
    <span className={classes.slots}>
      <span className={classes.track} aria-hidden>
        <span style={{ width: `${Math.min(1, props.share ?? 0) * 100}%` }} />
      </span>
      <span className={classes.slotText}>
        {props.text} {props.of !== null && <span>{texts.of(props.of)}</span>}
      </span>
    </span>
  )
}
