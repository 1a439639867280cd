'use client'
import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Save } from '../lib/useSave.ts'
import classes from './Form.module.css'
import { MeanwhileNote, type OpenedWith } from './MeanwhileNote.tsx'

interface DialogProps {
  readonly title: string
  readonly submit: string
  readonly save: Save
  readonly onClose: () => void
  readonly onSubmit: () => void
  /** The values when the form was opened, to show changes by another user. */
  readonly opened?: OpenedWith
}

const NOTHING: OpenedWith = { values: {}, labels: {} }

/** A form in a dialog. Enter sends it, Escape closes it, an error keeps the input. */
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
        {save.meanwhile !== null && <MeanwhileNote meanwhile={save.meanwhile} opened={props.opened ?? NOTHING} />}
        {props.children}
        <div className={classes.formActions}>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={save.isBusy}>
            {save.meanwhile === null ? props.submit : 'Save my changes too'}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** Asks for confirmation before an action that cannot be undone. */
export function ConfirmDialog({ text, ...rest }: DialogProps & { readonly text: string }) {
  return (
    <FormDialog {...rest}>
      <p>{text}</p>
    </FormDialog>
  )
}
