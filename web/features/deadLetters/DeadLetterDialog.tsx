'use client'
import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { type DeadLetters, ENDPOINTS } from '../../lib/endpoints.ts'
import { NO_VALUE } from '../../lib/formats.ts'
import list from '../../ui/EventList.module.css'
import classes from './DeadLetters.module.css'
import { linesOf, wordsOf } from './reasons.ts'
import { texts } from './strings.ts'

type DeadLetter = DeadLetters['data']['rows'][number]

/** One rejected event: the reason, how to fix it, the event with the rejected field marked, and a replay. */
export function DeadLetterDialog(props: {
  readonly opened: boolean
  readonly deadLetter: DeadLetter | undefined
  readonly mayReplay: boolean
  readonly onClose: () => void
  readonly onReplayed: () => void
}) {
  const { deadLetter } = props
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      size="lg"
      title={deadLetter ? wordsOf(deadLetter.reason).title : ''}
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      {deadLetter && <Body {...props} deadLetter={deadLetter} />}
    </Modal>
  )
}

/** What a replay would do now, and the button if it would change something. */
function SendAgain({ deadLetter, onSend }: { readonly deadLetter: DeadLetter; readonly onSend: () => void }) {
  const { data, error } = useQuery({
    queryKey: [ENDPOINTS.replayDeadLetters.path, deadLetter.dead_letter_id, deadLetter.missing_exists],
    queryFn: () =>
      call(ENDPOINTS.replayDeadLetters, { body: { dead_letter_ids: [deadLetter.dead_letter_id], dry_run: true } }),
  })
  if (error) return <p role="alert">{error.message}</p>
  const [result] = data?.data.results ?? []
  if (result === undefined) return null
  if (result.outcome === 'rejected')
    return <p role="status">{texts.aReplayWouldBeRejected(result.message ?? NO_VALUE, result.code ?? NO_VALUE)}</p>
  return (
    <>
      <p role="status">{result.outcome === 'stored' ? texts.aReplayWouldBeStored : texts.itIsStoredAlreadySent}</p>
      <Button onClick={onSend}>{texts.sendAgain}</Button>
    </>
  )
}

function Body(props: {
  readonly deadLetter: DeadLetter
  readonly mayReplay: boolean
  readonly onReplayed: () => void
}) {
  const { deadLetter } = props
  const [outcome, setOutcome] = useState<string | null>(null)
  const replay = async () => {
    try {
      const { data } = await call(ENDPOINTS.replayDeadLetters, {
        body: { dead_letter_ids: [deadLetter.dead_letter_id], dry_run: false },
      })
      setOutcome(
        data.replayed === 1
          ? texts.sentAgainItIsCounted
          : data.replayable === 1
            ? texts.itWasAlreadySentAgain
            : texts.itCouldNotBeSent,
      )
      props.onReplayed()
    } catch (error) {
      setOutcome(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <div className={classes.deadLetter}>
      <p>
        <b>{deadLetter.message}</b>
      </p>
      <p>{wordsOf(deadLetter.reason).fix}</p>
      {deadLetter.missing_exists === true && <p>{texts.itExistsNowTheEvent}</p>}
      {deadLetter.missing_exists === false && (
        <p>
          <Link
            href={deadLetter.reason === 'unknown_merchant' ? '/settings/?tab=merchants' : '/settings/?tab=placements'}
          >
            {texts.createItInTheSettings}
          </Link>
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={list.body} tabIndex={0} aria-label={texts.theRefusedEvent}>
        <pre>
          {linesOf(deadLetter.body, deadLetter.field).map(({ number, text, isMarked }) =>
            isMarked ? (
              <mark key={number} className={classes.marked}>{`${text}\n`}</mark>
            ) : (
              <span key={number}>{`${text}\n`}</span>
            ),
          )}
        </pre>
      </section>
      {outcome ? (
        <p role="status">{outcome}</p>
      ) : (
        props.mayReplay && deadLetter.replayed_at === null && <SendAgain deadLetter={deadLetter} onSend={replay} />
      )}
    </div>
  )
}
