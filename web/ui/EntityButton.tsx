'use client'
import { IconSelector } from '@tabler/icons-react'
import type { Ref } from 'react'
import classes from './EntitySelect.module.css'
import { texts } from './strings.ts'

/** The name in a title, which opens the choice of another one. */
export function EntityButton(props: {
  readonly what: string
  readonly name: string
  readonly isOpen: boolean
  readonly onClick: () => void
  readonly ref?: Ref<HTMLButtonElement>
}) {
  return (
    <button
      ref={props.ref}
      type="button"
      className={classes.target}
      onClick={props.onClick}
      aria-haspopup="listbox"
      aria-expanded={props.isOpen}
      title={texts.chooseAnother(props.what)}
    >
      {props.name}
      <IconSelector size={18} aria-hidden />
    </button>
  )
}
