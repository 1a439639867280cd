'use client'
import { Kbd, Modal, Switch } from '@mantine/core'
import Link from 'next/link'
import { PAGE_GROUPS } from '../../lib/pages.ts'
import classes from './HelpDialog.module.css'
import { SHORTCUTS, texts } from './strings.ts'

/** The keyboard shortcuts, and where figures are explained. */
export function HelpDialog(props: {
  readonly opened: boolean
  readonly onClose: () => void
  readonly keysOn: boolean
  readonly onKeysOn: (on: boolean) => void
}) {
  const jumps = PAGE_GROUPS.flatMap(({ pages }) => pages).flatMap(({ key, label }) =>
    key === undefined ? [] : [[['g', key], label] as const],
  )
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={texts.keyboardAndHelp}
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      <dl className={classes.keys}>
        {[...SHORTCUTS, ...jumps].map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key} size="xs">
                  {key}
                </Kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <Switch
        label={texts.enableKeyboardShortcuts}
        checked={props.keysOn}
        onChange={(event) => props.onKeysOn(event.currentTarget.checked)}
        mb="md"
      />
      <p>
        <Link href="/guides/" onClick={props.onClose}>
          {texts.guides}
        </Link>
        {' · '}
        <Link href="/definitions/" onClick={props.onClose}>
          {texts.howEveryFigureIsDefined}
        </Link>
        {' · '}
        <Link href="/setup/" onClick={props.onClose}>
          {texts.setup}
        </Link>
        {' · '}
        <a href="/api/docs">{texts.theApi}</a>
      </p>
    </Modal>
  )
}
