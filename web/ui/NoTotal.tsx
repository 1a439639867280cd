import { NO_VALUE } from '../lib/formats.ts'
import { Hint } from './Hint.tsx'
import { texts } from './strings.ts'
import classes from './Table.module.css'

/** Where a total would be false: a dash that says why. */
export function NoTotal({ why }: { readonly why: string }) {
  return (
    <Hint label={why}>
      <button type="button" className={classes.noTotal} aria-label={texts.noTotal(why)}>
        {NO_VALUE}
      </button>
    </Hint>
  )
}

/** Why figures that count each person or merchant once have no total of some rows. */
export const COUNTED_ONCE = texts.countsEachOnce
