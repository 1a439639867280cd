'use client'
import { IconCheck, IconCircleCheckFilled } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './Setup.module.css'
import { texts } from './strings.ts'

/** One of the numbered steps. */
export function Step(props: {
  readonly number: number
  readonly title: string
  readonly note: string
  readonly isDone: boolean
  readonly children: ReactNode
}) {
  return (
    <li className={classes.step}>
      <span className={`${classes.dot} ${props.isDone ? classes.done : ''}`} aria-hidden>
        {props.isDone ? <IconCheck size={14} stroke={2.5} /> : props.number}
      </span>
      <section aria-label={props.title} className={classes.stepBody}>
        <div className={classes.stepHead}>
          <h2>
            <span className={classes.number}>{props.number}</span> {props.title}
          </h2>
          <span className={classes.note}>{props.note}</span>
          {props.isDone && (
            <span className={classes.chip}>
              <IconCircleCheckFilled size={14} aria-hidden /> {texts.done}
            </span>
          )}
        </div>
        {props.children}
      </section>
    </li>
  )
}

/** Facts of a finished step. */
export function Facts({ facts }: { readonly facts: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
