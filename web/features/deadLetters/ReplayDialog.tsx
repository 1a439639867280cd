'use client'
import { Button, Modal } from '@mantine/core'
import { count } from '../../lib/formats.ts'
import classes from './DeadLetters.module.css'
import { DryRun } from './DryRun.tsx'
import { isWorthSending, type Replay } from './dryRunSummary.ts'
import { wordsOf } from './reasons.ts'
import { texts } from './strings.ts'

/** What a replay would do, and then what it did. */
export function ReplayDialog(props: {
  readonly opened: boolean
  readonly reason: string
  readonly dryRun: Replay | null
  readonly outcome: string | null
  readonly isBusy: boolean
  readonly onClose: () => void
  readonly onSend: () => void
}) {
  const { reason, dryRun, outcome, isBusy } = props
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      size={860}
      title={texts.sendAgainOf(wordsOf(reason).title)}
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      {outcome ? (
        <p role="status">{outcome}</p>
      ) : (
        dryRun && (
          <div className={classes.deadLetter}>
            <DryRun replay={dryRun} />
            <p className={classes.fix}>
              {isWorthSending(dryRun)
                ? texts.whatIsRefusedAgainStays
                : texts.sendingThemNowWouldChange(wordsOf(reason).fix)}
            </p>
            {isWorthSending(dryRun) && (
              <Button variant="filled" loading={isBusy} onClick={props.onSend}>
                {texts.sendAgainWith(count(dryRun.replayable))}
              </Button>
            )}
          </div>
        )
      )}
    </Modal>
  )
}
