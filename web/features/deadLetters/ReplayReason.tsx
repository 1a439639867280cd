'use client'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { laterDialog } from '../../lib/later.tsx'
import type { Replay } from './dryRunSummary.ts'
import { texts } from './strings.ts'

const ReplayDialog = laterDialog(() => import('./ReplayDialog.tsx').then((module) => module.ReplayDialog))

/** Replays all events of a reason, after a dry run has shown the result for each event. */
export function ReplayReason(props: { readonly reason: string; readonly onDone: () => void }) {
  const { reason } = props
  const [dryRun, setDryRun] = useState<Replay | null>(null)
  const [outcome, setOutcome] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const ask = async (isDryRun: boolean) => {
    setBusy(true)
    try {
      const { data } = await call(ENDPOINTS.replayDeadLetters, { body: { reason, dry_run: isDryRun } })
      if (isDryRun) setDryRun(data)
      else setOutcome(outcomeOf(data))
      if (!isDryRun) props.onDone()
    } catch (error) {
      setOutcome(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }
  const close = () => {
    setDryRun(null)
    setOutcome(null)
  }
  return (
    <>
      <Button loading={isBusy} onClick={() => void ask(true)}>
        {texts.sendAllAgain}
      </Button>
      <ReplayDialog
        opened={dryRun !== null || outcome !== null}
        {...{ reason, dryRun, outcome, isBusy }}
        onClose={close}
        onSend={() => void ask(false)}
      />
    </>
  )
}

function outcomeOf({ replayed, replayable, matched, waiting }: Replay): string {
  const left = waiting > matched ? texts.moreWaitSendAgain(count(waiting - matched)) : ''
  const sent = texts.sentAgainEachIsCounted(count(replayed))
  return `${sent}${replayable === replayed ? '' : texts.wereAlreadyOnTheirWay(count(replayable - replayed))}${left}`
}
