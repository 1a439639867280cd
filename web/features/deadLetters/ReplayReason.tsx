'use client'
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import classes from './DeadLetters.module.css'
import { Rehearsal } from './Rehearsal.tsx'
import { wordsOf } from './reasons.ts'
import { isWorthSending, type Replay } from './rehearsal.ts'

/** Sends everything of a reason again, after a dry run has said what would become of each event. */
export function ReplayReason(props: { readonly reason: string; readonly onDone: () => void }) {
  const { reason } = props
  const [rehearsed, setRehearsed] = useState<Replay | null>(null)
  const [outcome, setOutcome] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const ask = async (dryRun: boolean) => {
    setBusy(true)
    try {
      const { data } = await call(ENDPOINTS.replayDeadLetters, { body: { reason, dry_run: dryRun } })
      if (dryRun) setRehearsed(data)
      else setOutcome(outcomeOf(data))
      if (!dryRun) props.onDone()
    } catch (error) {
      setOutcome(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }
  const close = () => {
    setRehearsed(null)
    setOutcome(null)
  }
  return (
    <>
      <Button loading={isBusy} onClick={() => void ask(true)}>
        Send all again…
      </Button>
      <Modal
        opened={rehearsed !== null || outcome !== null}
        onClose={close}
        size={860}
        title={`Send again: ${wordsOf(reason).title}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {outcome ? (
          <p role="status">{outcome}</p>
        ) : (
          rehearsed && (
            <div className={classes.letter}>
              <Rehearsal replay={rehearsed} />
              <p className={classes.mend}>
                {isWorthSending(rehearsed)
                  ? 'What is refused again stays here. An event counts once, however often it is sent.'
                  : `Sending them now would change nothing. ${wordsOf(reason).mend}`}
              </p>
              {isWorthSending(rehearsed) && (
                <Button variant="filled" loading={isBusy} onClick={() => void ask(false)}>
                  Send {count(rehearsed.replayable)} again
                </Button>
              )}
            </div>
          )
        )}
      </Modal>
    </>
  )
}

function outcomeOf({ replayed, replayable }: Replay): string {
  const sent = `${count(replayed)} sent again. Each is counted, or listed here again, within seconds.`
  return replayable === replayed ? sent : `${sent} ${count(replayable - replayed)} were already on their way.`
}
