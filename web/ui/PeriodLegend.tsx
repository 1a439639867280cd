import classes from './Figure.module.css'

/** Line samples of the two periods. */
export function PeriodLegend(props: {
  readonly now: string
  readonly before: string | null
  readonly note?: string | null
}) {
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
