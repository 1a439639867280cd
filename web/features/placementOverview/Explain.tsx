'use client'
import { Button, Popover } from '@mantine/core'
import { useClipboard, useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import classes from './PlacementOverview.module.css'

/** Where a figure comes from, ready to be read or copied. */
export interface Explanation {
  readonly title: string
  readonly scope: string
  readonly value: string
  readonly facts: readonly (readonly [name: string, text: string])[]
}

/** A figure that opens: click or Enter shows what stands behind it. */
export function Explain(props: { readonly explanation: Explanation | null; readonly children: ReactNode }) {
  const [opened, popover] = useDisclosure(false)
  if (props.explanation === null) return <>{props.children}</>
  const { title } = props.explanation
  return (
    <Popover opened={opened} onChange={popover.toggle} position="bottom-end" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <button
          type="button"
          className={classes.number}
          onClick={popover.toggle}
          aria-haspopup="dialog"
          title={`Explain ${title}`}
        >
          {props.children}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`${title} explained`}>
        {opened && <Facts explanation={props.explanation} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function Facts({ explanation }: { readonly explanation: Explanation }) {
  const clipboard = useClipboard({ timeout: 2000 })
  const { title, scope, value, facts } = explanation
  const text = [`${title}, ${scope}: ${value}`, ...facts.map(([name, fact]) => `${name}: ${fact}`)].join('\n')
  return (
    <div className={classes.explain}>
      <h3>
        {title}, {scope}
      </h3>
      <p className={classes.value}>{value}</p>
      <dl>
        {facts.map(([name, fact]) => (
          <FactRow key={name} name={name} fact={fact} />
        ))}
      </dl>
      <Button onClick={() => clipboard.copy(text)}>{clipboard.copied ? 'Copied' : 'Copy as text'}</Button>
    </div>
  )
}

function FactRow({ name, fact }: { readonly name: string; readonly fact: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{fact}</dd>
    </>
  )
}
