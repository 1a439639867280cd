'use client'
import { Button } from '@mantine/core'
import { usePageState } from '../../lib/pageState.tsx'
import classes from './Shell.module.css'

/** What is wrong with the page as a whole, and what happens next. */
export function PageNotes() {
  const { isAway, isOutdated } = usePageState()
  return (
    <div role="status">
      {isAway && (
        <p className={classes.pageNote}>The server cannot be reached. Trying again; what you typed stays here.</p>
      )}
      {isOutdated && (
        <p className={classes.pageNote}>
          The dashboard was updated. Finish what you are typing, then reload.
          <Button size="xs" onClick={() => window.location.reload()}>
            Reload
          </Button>
        </p>
      )}
    </div>
  )
}
