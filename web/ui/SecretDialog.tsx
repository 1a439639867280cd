'use client'
import { Button, Modal } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import classes from './Form.module.css'
import { texts } from './strings.ts'

/** A secret that is shown only once: only "I have stored it" closes the dialog, neither Escape nor a click outside. */
export function SecretDialog(props: { readonly title: string; readonly secret: string; readonly onClose: () => void }) {
  const clipboard = useClipboard({ timeout: 2000 })
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <div className={classes.form}>
        <p className={classes.note}>{texts.copyItAndStore}</p>
        <code className={classes.secret}>{props.secret}</code>
        <div className={classes.formActions}>
          <Button onClick={() => clipboard.copy(props.secret)}>{clipboard.copied ? texts.copied : texts.copy}</Button>
          <Button variant="filled" onClick={props.onClose}>
            {texts.iHaveStoredIt}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
