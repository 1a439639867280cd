import { IconCalendarStats } from '@tabler/icons-react'
import classes from './DaysDrawer.module.css'

/** Opens the days of a placement, as a click on its row does: for the keyboard, and to be seen. */
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
