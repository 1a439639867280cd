'use client'
import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import { Modal } from '@mantine/core'
import list from '../../ui/EventList.module.css'
import classes from './LiveEvents.module.css'
import { texts, VERDICT_LABELS } from './strings.ts'

/** One event as the server read it. */
export function EventDialog(props: {
  readonly opened: boolean
  readonly event: LiveEvent | null
  readonly onClose: () => void
}) {
  const { event } = props
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      size="lg"
      title={event ? `${VERDICT_LABELS[event.verdict]}: ${event.kind}` : ''}
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      {event && (
        <>
          {(event.message || event.reason) && <p className={classes.message}>{event.message || event.reason}</p>}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <section className={list.body} tabIndex={0} aria-label={texts.theEvent}>
            <pre>{typeof event.event === 'string' ? event.event : JSON.stringify(event.event, null, 2)}</pre>
          </section>
        </>
      )}
    </Modal>
  )
}
