'use client'
import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Save } from '../lib/useSave.ts'
import { DiscardQuestion } from './DiscardQuestion.tsx'
import classes from './Form.module.css'
import { MeanwhileNote, type OpenedWith } from './MeanwhileNote.tsx'
import { texts } from './strings.ts'
import { useDiscard } from './useDiscard.ts'

interface DialogProps {
  readonly title: string
  readonly submit: string
  /** What it does cannot be undone: the button is red. */
  readonly isDangerous?: boolean
  /** Everything is saved: closing needs no question. */
  readonly isSaved?: boolean
  readonly save: Save
  readonly onClose: () => void
  readonly onSubmit: () => void
  /** The values when the form was opened, to show changes by another user. */
  readonly opened?: OpenedWith
}

const NOTHING: OpenedWith = { values: {}, labels: {} }

/** A form in a dialog. Enter sends it; Escape closes it, after a question if something was changed; an error keeps the input. */
export function FormDialog(props: DialogProps & { readonly size?: number; readonly children: ReactNode }) {
  const { save } = props
  const discard = useDiscard(props.onClose)
  const leave = props.isSaved ? props.onClose : discard.leave
  return (
    <Modal
      opened
      size={props.size ?? 480}
      onClose={leave}
      title={props.title}
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      <form
        className={classes.form}
        noValidate
        {...discard.form}
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
        {discard.isAsking ? (
          <DiscardQuestion onKeep={discard.keep} onDiscard={props.onClose} />
        ) : (
          <div className={classes.formActions}>
            <Button onClick={leave}>{texts.cancel}</Button>
            <Button
              type="submit"
              variant="filled"
              className={props.isDangerous ? (classes.danger ?? '') : ''}
              loading={save.isBusy}
            >
              {save.meanwhile === null ? props.submit : texts.saveMyChangesToo}
            </Button>
          </div>
        )}
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
