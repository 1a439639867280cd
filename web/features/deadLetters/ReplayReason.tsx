'use client'
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { wordsOf } from './reasons.ts'

/** Sends everything of a reason again, after a dry run has said how much that is. */
export function ReplayReason(props: { readonly reason: string; readonly onDone: () => void }) {
  const { reason } = props
  const [counted, setCounted] = useState<{ matched: number; replayable: number } | null>(null)
  const [outcome, setOutcome] = useState<string | null>(null)
  const ask = async (dryRun: boolean) => {
    try {
      const { data } = await call(ENDPOINTS.replayDeadLetters, { body: { reason, dry_run: dryRun } })
      if (dryRun) setCounted(data)
      else setOutcome(`${count(data.replayed)} sent again: each is counted, or stands here anew, within seconds.`)
      if (!dryRun) props.onDone()
    } catch (error) {
      setOutcome(error instanceof Error ? error.message : String(error))
    }
  }
  const close = () => {
    setCounted(null)
    setOutcome(null)
  }
  return (
    <>
      <Button onClick={() => ask(true)}>Send all again…</Button>
      <Modal
        opened={counted !== null || outcome !== null}
        onClose={close}
        title={`Send again: ${wordsOf(reason).title}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {outcome ? (
          <p role="status">{outcome}</p>
        ) : (
          counted && (
            <>
              <p>
                {count(counted.matched)} wait; {count(counted.replayable)} have the shape of an event and can be sent
                again. An event counts once, however often it is sent.
              </p>
              <Button variant="filled" disabled={counted.replayable === 0} onClick={() => ask(false)}>
                Send {count(counted.replayable)} again
              </Button>
            </>
          )
        )}
      </Modal>
    </>
  )
}
