import { Tooltip } from '@mantine/core'
import { NO_VALUE } from '../lib/formats.ts'
import { texts } from './strings.ts'
import classes from './Table.module.css'

/** Where a total would be false: a dash that says why. */
export function NoTotal({ why }: { readonly why: string }) {
  return (
    <Tooltip label={why} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className={classes.noTotal} aria-label={texts.noTotal(why)}>
        {NO_VALUE}
      </button>
    </Tooltip>
  )
}

/** Why figures that count each person or merchant once have no total of some rows. */
export const COUNTED_ONCE = texts.countsEachOnce
