'use client'
import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Settings.module.css'
import type { Save } from './useSave.ts'

interface DialogProps {
  readonly title: string
  readonly submit: string
  readonly save: Save
  readonly onClose: () => void
  readonly onSubmit: () => void
}

/** A form in a dialog; Enter sends it, Escape leaves it, a refusal keeps what was typed. */
export function FormDialog(props: DialogProps & { readonly size?: number; readonly children: ReactNode }) {
  const { save } = props
  return (
    <Modal
      opened
      size={props.size ?? 480}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!save.isBusy) props.onSubmit()
        }}
      >
        {save.error !== null && (
          <p role="alert" className={classes.error}>
            {save.error}
          </p>
        )}
        {props.children}
        <div className={classes.formActions}>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={save.isBusy}>
            {props.submit}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({ text, ...rest }: DialogProps & { readonly text: string }) {
  return (
    <FormDialog {...rest}>
      <p>{text}</p>
    </FormDialog>
  )
}
