'use client'
import { Button, Modal } from '@mantine/core'
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
          ? 'Sent again: it is counted, or stands here anew, within seconds.'
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
          {linesOf(letter.body, letter.field).map(({ text, isMarked }) =>
            isMarked ? <mark key={text} className={classes.marked}>{`${text}\n`}</mark> : `${text}\n`,
          )}
        </pre>
      </section>
      {outcome ? (
        <p role="status">{outcome}</p>
      ) : (
        props.isAdmin &&
        (letter.can_replay ? (
          <Button onClick={replay}>Send again</Button>
        ) : (
          <p>It has not the shape of an event, so it cannot be sent again: mend the sender.</p>
        ))
      )}
    </div>
  )
}
