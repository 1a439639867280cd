import classes from './ExplainMarks.module.css'
import { texts } from './strings.ts'

/** A value between the thresholds of its rating. */
export interface Ruler {
  readonly value: number
  readonly watch: number
  readonly good: number
  /** The 95 % range, if known. */
  readonly range: { readonly low: number; readonly high: number } | null
  readonly format: (value: number) => string
}

/** Values by day, newest last. */
export interface Daily {
  readonly days: readonly { readonly day: string; readonly value: number | null; readonly text: string }[]
  readonly unfinishedDay: string | null
}

/** Low, watch and good as parts of one line, with the value and its range. */
export function ThresholdRuler({ ruler }: { readonly ruler: Ruler }) {
  const { value, watch, good, range, format } = ruler
  const end = Math.max(good * 1.5, value * 1.1, range?.high ?? 0)
  const at = (x: number) => `${(Math.min(x, end) / end) * 100}%`
  return (
    <div
      className={classes.ruler}
      role="img"
      aria-label={texts.lowBelowWatchFromGood(format(value), format(watch), format(good))}
    >
      <span className={classes.low} style={{ width: at(watch) }} />
      <span className={classes.watch} style={{ left: at(watch), width: `calc(${at(good)} - ${at(watch)})` }} />
      <span className={classes.good} style={{ left: at(good), right: 0 }} />
      {range && (
        <span className={classes.range} style={{ left: at(range.low), right: `calc(100% - ${at(range.high)})` }} />
      )}
      <span className={classes.value} style={{ left: at(value) }} />
      <small style={{ left: at(watch) }}>{format(watch)}</small>
      <small style={{ left: at(good) }}>{format(good)}</small>
    </div>
  )
}

/** Small columns, one a day, and the numbers below them. */
export function DailyValues({ daily: { days, unfinishedDay } }: { readonly daily: Daily }) {
  const shown = days.slice(-14)
  const largest = Math.max(...shown.map(({ value }) => value ?? 0)) || 1
  return (
    <ol className={classes.days} aria-label={texts.byDay}>
      {shown.map(({ day, value, text }) => (
        <li key={day} title={`${day}: ${text}`} data-unfinished={day === unfinishedDay || undefined}>
          <span className={classes.column} aria-hidden>
            <span style={{ height: `${((value ?? 0) / largest) * 100}%` }} />
          </span>
          <span aria-hidden>{Number(day.slice(8))}</span>
          <span className="visually-hidden">
            {day}: {text}
          </span>
        </li>
      ))}
    </ol>
  )
}
