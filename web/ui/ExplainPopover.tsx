'use client'
import { Button, CloseButton, Popover } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCopy } from '@tabler/icons-react'
import Link from 'next/link'
import { Fragment, type RefObject } from 'react'
import { BesideButton } from './BesideButton.tsx'
import classes from './Explain.module.css'
import { DailyValues, ThresholdRuler } from './ExplainMarks.tsx'
import { asText, type Explanation } from './explanation.ts'
import { texts } from './strings.ts'

/** The opened explanation, beside its figure. */
export function ExplainPopover(props: {
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

function Facts({ explanation, onClose }: { readonly explanation: Explanation; readonly onClose: () => void }) {
  const clipboard = useClipboard({ timeout: 2000 })
  const { title, scope, value, division, facts, metric, ruler, daily } = explanation
  return (
    <div className={classes.explain}>
      <CloseButton className={classes.close ?? ''} size="sm" onClick={onClose} aria-label={texts.close} />
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
        <Link href={`/definitions/#${metric}`}>{texts.definition}</Link>
        <Button leftSection={<IconCopy size={14} aria-hidden />} onClick={() => clipboard.copy(asText(explanation))}>
          {clipboard.copied ? texts.copied : texts.copyAsText}
        </Button>
      </div>
    </div>
  )
}
