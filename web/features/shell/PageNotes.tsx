'use client'
import { Button } from '@mantine/core'
import { usePageState } from '../../lib/pageState.tsx'
import classes from './Shell.module.css'
import { texts } from './strings.ts'

/** What is wrong with the page as a whole, and what happens next. */
export function PageNotes() {
  const { isAway, isOutdated } = usePageState()
  return (
    <div role="status">
      {isAway && <p className={classes.pageNote}>{texts.theServerCannotBeReached}</p>}
      {isOutdated && (
        <p className={classes.pageNote}>
          {texts.theDashboardWasUpdatedFinish}
          <Button size="xs" onClick={() => window.location.reload()}>
            {texts.reload}
          </Button>
        </p>
      )}
    </div>
  )
}
