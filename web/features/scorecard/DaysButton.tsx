import { IconCalendarStats } from '@tabler/icons-react'
import classes from './DaysDrawer.module.css'
import { texts } from './strings.ts'

/** Opens the days of a placement, like a click on its row: a visible target that also works by keyboard. */
export function DaysButton({ name, onClick }: { readonly name: string; readonly onClick: () => void }) {
  return (
    <button
      type="button"
      className={classes.open}
      onClick={onClick}
      aria-label={texts.dayByDayOf(name)}
      title={texts.dayByDay}
    >
      <IconCalendarStats size={16} stroke={1.75} aria-hidden />
    </button>
  )
}
