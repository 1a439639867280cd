'use client'
import { Button, Modal } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import classes from './Form.module.css'

/** A secret that is shown only once. A click outside the dialog does not close it. */
export function SecretDialog(props: { readonly title: string; readonly secret: string; readonly onClose: () => void }) {
  const clipboard = useClipboard({ timeout: 2000 })
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.form}>
        <p className={classes.note}>Copy it now: it is shown this once and not kept.</p>
        <code className={classes.secret}>{props.secret}</code>
        <div className={classes.formActions}>
          <Button onClick={() => clipboard.copy(props.secret)}>{clipboard.copied ? 'Copied' : 'Copy'}</Button>
          <Button variant="filled" onClick={props.onClose}>
            Done
          </Button>
        </div>
      </div>
    </Modal>
  )
}
