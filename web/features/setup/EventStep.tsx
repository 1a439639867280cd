'use client'
import { Button, SegmentedControl } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCopy } from '@tabler/icons-react'
import Link from 'next/link'
import { useState } from 'react'
import { LiveCheck } from './LiveCheck.tsx'
import classes from './Setup.module.css'
import { Step } from './Step.tsx'
import { type Filled, SNIPPETS, type SnippetName } from './snippets.ts'
import { texts } from './strings.ts'
import type { LiveCheckState } from './useLiveCheck.ts'

const NAMES = Object.keys(SNIPPETS) as SnippetName[]

/** Shows the code filled in with what the steps before created, and waits for its event. */
export function EventStep(props: {
  /** null: the steps before are not finished. */
  readonly filled: Filled | null
  readonly check: LiveCheckState
  readonly isDone: boolean
  readonly placementKeys: readonly string[]
  readonly timeZone: string
}) {
  const { filled } = props
  return (
    <Step number={4} title={texts.sendYourFirstEvent} note={texts.filledInWithYourPlacement} isDone={props.isDone}>
      {filled === null ? (
        <p className={classes.help}>{texts.createAPlacementAMerchant}</p>
      ) : (
        <>
          <Snippet filled={filled} />
          <LiveCheck check={props.check} placementKeys={props.placementKeys} timeZone={props.timeZone} />
        </>
      )}
    </Step>
  )
}

function Snippet({ filled }: { readonly filled: Filled }) {
  const [name, setName] = useState<SnippetName>(NAMES[0]!)
  const clipboard = useClipboard({ timeout: 2000 })
  const text = SNIPPETS[name](filled)
  return (
    <div>
      <div className={classes.snippetHead}>
        <SegmentedControl
          size="xs"
          aria-label={texts.languageOfTheCode}
          data={NAMES}
          value={name}
          onChange={(value) => setName(NAMES.find((one) => one === value) ?? name)}
        />
        <Button leftSection={<IconCopy size={14} aria-hidden />} onClick={() => clipboard.copy(text)}>
          {clipboard.copied ? texts.copied : texts.copyCode}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre className={classes.snippet} tabIndex={0}>
        <code>
          {text.split('\n').map((line, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else
            <span key={i}>
              {marked(line, filled)}
              {'\n'}
            </span>
          ))}
        </code>
      </pre>
      <p className={classes.help}>
        {filled.writeKey === null && texts.replaceYourWriteKey}
        {texts.serveThePage(filled.origin)} <Link href="/guides/instrument/">{texts.instrumentAPlacement}</Link>.
      </p>
    </div>
  )
}

/** Highlights what was filled in. */
function marked(line: string, filled: Filled) {
  const words = [filled.endpoint, filled.placementKey, filled.merchantRef, filled.writeKey ?? ''].filter(Boolean)
  const pattern = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`)
  return line.split(pattern).map((part, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have nothing else
    words.includes(part) ? <mark key={i}>{part}</mark> : part,
  )
}
