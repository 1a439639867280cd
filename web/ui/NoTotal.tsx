import { Tooltip } from '@mantine/core'
import { NO_VALUE } from '../lib/formats.ts'
import classes from './Table.module.css'

/** Where a total would be false: a dash that says why. */
export function NoTotal({ why }: { readonly why: string }) {
  return (
    <Tooltip label={why} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className={classes.noTotal} aria-label={`No total. ${why}`}>
        {NO_VALUE}
      </button>
    </Tooltip>
  )
}

/** Why figures that count each person or merchant once have no total of some rows. */
export const COUNTED_ONCE =
  'Counts each once, so the rows cannot be added up. Clear the filter to see the total of all.'
