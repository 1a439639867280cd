'use client'
import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, useRef } from 'react'
import { later } from '../lib/later.tsx'
import classes from './Explain.module.css'
import type { Daily, Ruler } from './ExplainMarks.tsx'

/** A count or rate with its label. */
export interface Term {
  readonly value: string
  readonly label: string
}

/** How a figure was calculated, ready to read or copy. */
export interface Explanation {
  readonly title: string
  readonly scope: string
  readonly value: string
  /** The sum or division: terms and signs in turn, the result last. */
  readonly division?: readonly (Term | '÷' | '+' | '−' | '=')[]
  readonly facts: readonly (readonly [name: string, text: string])[]
  /** Where the value lies between the thresholds. */
  readonly ruler?: Ruler
  /** The figure day by day. */
  readonly daily?: Daily
  /** Shown on hover: the 95 % range of a rate. */
  readonly hint?: string
  /** Key of the metric on the page of definitions. */
  readonly metric: string
}

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
        title={props.explanation.hint ?? `Explain ${title}`}
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

/** One fact per line, the division first. */
export function asText({ title, scope, value, division, facts }: Explanation): string {
  const written = division?.map((part) => (typeof part === 'string' ? part : `${part.value} ${part.label}`)).join(' ')
  return [
    `${title}, ${scope}: ${value}`,
    ...(written === undefined ? [] : [written]),
    ...facts.map(([name, fact]) => `${name}: ${fact}`),
  ].join('\n')
}
