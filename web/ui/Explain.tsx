'use client'
import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, useRef } from 'react'
import { later } from '../lib/later.tsx'
import classes from './Explain.module.css'
import type { Explanation } from './explanation.ts'
import { texts } from './strings.ts'

const load = () => import('./ExplainPopover.tsx').then((module) => module.ExplainPopover)
const ExplainPopover = later(load)

/** A figure that opens its explanation on click, Enter or `e`. Tables have hundreds, so a closed one is only a button. */
export function Explain(props: { readonly explanation: Explanation; readonly children: ReactNode }) {
  const [opened, popover] = useDisclosure(false)
  const button = useRef<HTMLButtonElement>(null)
  const { title } = props.explanation
  const close = () => {
    popover.close()
    button.current?.focus()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes.number}
        onClick={opened ? close : popover.open}
        onPointerEnter={preload}
        onFocus={preload}
        aria-haspopup="dialog"
        aria-expanded={opened}
        data-explain=""
        title={props.explanation.hint ?? texts.explain(title)}
      >
        {props.children}
      </button>
      {opened && <ExplainPopover explanation={props.explanation} button={button} onClose={close} />}
    </>
  )
}

/** A figure that is pointed at is probably opened. */
function preload(): void {
  void load().catch(() => undefined)
}
