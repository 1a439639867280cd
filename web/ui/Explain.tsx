'use client'
import { Button, CloseButton, Popover } from '@mantine/core'
import { useClipboard, useDisclosure } from '@mantine/hooks'
import { IconCopy } from '@tabler/icons-react'
import Link from 'next/link'
import { Fragment, type ReactNode, type Ref, type RefObject, useImperativeHandle, useRef } from 'react'
import classes from './Explain.module.css'
import { type Daily, DailyValues, type Ruler, ThresholdRuler } from './ExplainMarks.tsx'

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

function ExplainPopover(props: {
  readonly explanation: Explanation
  readonly button: RefObject<HTMLButtonElement | null>
  readonly onClose: () => void
}) {
  const { explanation, onClose } = props
  return (
    <Popover
      opened
      onChange={(open) => !open && onClose()}
      position="bottom-end"
      trapFocus
      withinPortal
      withRoles={false}
    >
      <Popover.Target>
        <BesideButton button={props.button} />
      </Popover.Target>
      <Popover.Dropdown role="dialog" tabIndex={-1} aria-label={`${explanation.title}, ${explanation.scope}`}>
        <Facts explanation={explanation} onClose={onClose} />
      </Popover.Dropdown>
    </Popover>
  )
}

/** Renders nothing: the popover's target is the existing button. */
function BesideButton(props: {
  readonly button: RefObject<HTMLButtonElement | null>
  readonly ref?: Ref<HTMLElement>
}) {
  const { button, ref } = props
  useImperativeHandle(ref, () => button.current!, [button])
  return null
}

function Facts({ explanation, onClose }: { readonly explanation: Explanation; readonly onClose: () => void }) {
  const clipboard = useClipboard({ timeout: 2000 })
  const { title, scope, value, division, facts, metric, ruler, daily } = explanation
  return (
    <div className={classes.explain}>
      <CloseButton className={classes.close ?? ''} size="sm" onClick={onClose} aria-label="Close" />
      <h3>
        {title}, {scope}
      </h3>
      <p className={classes.value}>{value}</p>
      {division && (
        <div className={classes.division}>
          {division.map((part) =>
            typeof part === 'string' ? (
              <span key={part}>{part}</span>
            ) : (
              <span key={`${part.label} ${part.value}`}>
                <b>{part.value}</b>
                {part.label}
              </span>
            ),
          )}
        </div>
      )}
      {ruler && <ThresholdRuler ruler={ruler} />}
      {daily && <DailyValues daily={daily} />}
      <dl>
        {facts.map(([name, fact]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{fact}</dd>
          </Fragment>
        ))}
      </dl>
      <div className={classes.links}>
        <Link href={`/definitions/#${metric}`}>Definition</Link>
        <Button leftSection={<IconCopy size={14} aria-hidden />} onClick={() => clipboard.copy(asText(explanation))}>
          {clipboard.copied ? 'Copied' : 'Copy as text'}
        </Button>
      </div>
    </div>
  )
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
