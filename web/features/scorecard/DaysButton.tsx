import { IconCalendarStats } from '@tabler/icons-react'
import classes from './DaysDrawer.module.css'

/** Opens the days of a placement, like a click on its row: a visible target that also works by keyboard. */
export function DaysButton({ name, onClick }: { readonly name: string; readonly onClick: () => void }) {
  return (
    <button
      type="button"
      className={classes.open}
      onClick={onClick}
      aria-label={`${name}, day by day`}
      title="Day by day"
    >
      <IconCalendarStats size={16} stroke={1.75} aria-hidden />
    </button>
  )
}
