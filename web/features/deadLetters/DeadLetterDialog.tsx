'use client'
import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { type DeadLetters, ENDPOINTS } from '../../lib/endpoints.ts'
import list from '../../ui/EventList.module.css'
import classes from './DeadLetters.module.css'
import { linesOf, wordsOf } from './reasons.ts'

type DeadLetter = DeadLetters['data']['rows'][number]

/** One rejected event: the reason, how to fix it, the event with the rejected field marked, and a replay. */
export function DeadLetterDialog(props: {
  readonly deadLetter: DeadLetter | undefined
  readonly mayReplay: boolean
  readonly onClose: () => void
  readonly onReplayed: () => void
}) {
  const { deadLetter } = props
  return (
    <Modal
      opened={deadLetter !== undefined}
      onClose={props.onClose}
      size="lg"
      title={deadLetter ? wordsOf(deadLetter.reason).title : ''}
      closeButtonProps={{ 'aria-label': 'Close' }}
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
    return (
      <p role="status">
        A replay would be rejected: {result.message} ({result.code}).
      </p>
    )
  return (
    <>
      <p role="status">
        {result.outcome === 'stored'
          ? 'A replay would be stored.'
          : 'It is stored already: sent again it settles this letter and counts once.'}
      </p>
      <Button onClick={onSend}>Send again</Button>
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
          ? 'Sent again. It is counted, or listed here again, within seconds.'
          : data.replayable === 1
            ? 'It was already sent again and is on its way.'
            : 'It could not be sent again.',
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
      {deadLetter.missing_exists === true && <p>It exists now. The event is replayed automatically within seconds.</p>}
      {deadLetter.missing_exists === false && (
        <p>
          <Link
            href={deadLetter.reason === 'unknown_merchant' ? '/settings/?tab=merchants' : '/settings/?tab=placements'}
          >
            Create it in the settings
          </Link>
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={list.body} tabIndex={0} aria-label="The refused event">
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
