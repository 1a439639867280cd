import type { RangeMeta } from '@bx/contracts/endpoints/common'
import { dateRange } from '../lib/formats.ts'
import classes from './ui.module.css'

/** This period solid, the one before dashed. */
export function PeriodLegend({ meta, note }: { readonly meta: RangeMeta; readonly note?: string | undefined }) {
  return (
    <>
      <span>
        <i />
        {dateRange(meta.start, meta.end, false)}
      </span>
      {meta.compare && (
        <span className={classes.before}>
          <i />
          {dateRange(meta.compare.start, meta.compare.end, false)}
        </span>
      )}
      {note && <span>{note}</span>}
    </>
  )
}
