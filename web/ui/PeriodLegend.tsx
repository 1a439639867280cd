import classes from './Figure.module.css'

export interface PeriodNames {
  readonly now: string
  readonly before: string | null
  readonly note?: string | null
}

/** Line samples of the two periods. */
export function PeriodLegend(props: PeriodNames) {
  return (
    <>
      <span>
        <i />
        {props.now}
      </span>
      {props.before && (
        <span className={classes.before}>
          <i />
          {props.before}
        </span>
      )}
      {props.note && <span>{props.note}</span>}
    </>
  )
}
