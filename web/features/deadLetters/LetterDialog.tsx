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

type Letter = DeadLetters['data']['rows'][number]

/** One refused event: why, what mends it, the event with its refused field marked, and sending it again. */
export function LetterDialog(props: {
  readonly letter: Letter | undefined
  readonly isAdmin: boolean
  readonly onClose: () => void
  readonly onReplayed: () => void
}) {
  const { letter } = props
  return (
    <Modal
      opened={letter !== undefined}
      onClose={props.onClose}
      size="lg"
      title={letter ? wordsOf(letter.reason).title : ''}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {letter && <Body {...props} letter={letter} />}
    </Modal>
  )
}

/** What would become of it now, and the button when that would change something. */
function SendAgain({ letter, onSend }: { readonly letter: Letter; readonly onSend: () => void }) {
  const { data, error } = useQuery({
    queryKey: [ENDPOINTS.replayDeadLetters.path, letter.dead_letter_id, letter.missing_exists],
    queryFn: () =>
      call(ENDPOINTS.replayDeadLetters, { body: { dead_letter_ids: [letter.dead_letter_id], dry_run: true } }),
  })
  if (error) return <p role="alert">{error.message}</p>
  const [result] = data?.data.results ?? []
  if (result === undefined) return null
  if (result.outcome === 'rejected')
    return (
      <p role="status">
        Sent again now it would be refused: {result.message} ({result.code}).
      </p>
    )
  return (
    <>
      <p role="status">
        {result.outcome === 'stored'
          ? 'Sent again now it would be stored.'
          : 'It is stored already: sent again it settles this letter and counts once.'}
      </p>
      <Button onClick={onSend}>Send again</Button>
    </>
  )
}

function Body(props: { readonly letter: Letter; readonly isAdmin: boolean; readonly onReplayed: () => void }) {
  const { letter } = props
  const [outcome, setOutcome] = useState<string | null>(null)
  const replay = async () => {
    try {
      const { data } = await call(ENDPOINTS.replayDeadLetters, {
        body: { dead_letter_ids: [letter.dead_letter_id], dry_run: false },
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
    <div className={classes.letter}>
      <p>
        <b>{letter.message}</b>
      </p>
      <p>{wordsOf(letter.reason).mend}</p>
      {letter.missing_exists === true && <p>It exists by now: the event is sent again by itself within seconds.</p>}
      {letter.missing_exists === false && (
        <p>
          <Link href={letter.reason === 'unknown_merchant' ? '/settings/?tab=merchants' : '/settings/?tab=placements'}>
            Create it in the settings
          </Link>
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={list.body} tabIndex={0} aria-label="The refused event">
        <pre>
          {linesOf(letter.body, letter.field).map(({ number, text, isMarked }) =>
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
        props.isAdmin && letter.replayed_at === null && <SendAgain letter={letter} onSend={replay} />
      )}
    </div>
  )
}
