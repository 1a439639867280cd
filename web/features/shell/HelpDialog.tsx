'use client'
import { Kbd, Modal, Switch } from '@mantine/core'
import Link from 'next/link'
import { PAGE_GROUPS } from '../../lib/pages.ts'
import classes from './HelpDialog.module.css'

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['⌘K', '/'], 'Jump to a page, placement or merchant'],
  [['1', '2', '3'], '7 days, 30 days, custom range'],
  [['[', ']'], 'Earlier, later'],
  [['c'], 'Compare with the period before, or with nothing'],
  [['n'], 'Net or gross traffic'],
  [['e'], 'Explain the focused figure'],
  [['t'], 'Theme: system, light, dark'],
  [['?'], 'This help'],
]

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
      title="Keyboard and help"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <dl className={classes.keys}>
        {[...KEYS, ...jumps].map(([keys, what]) => (
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
        label="Enable keyboard shortcuts"
        checked={props.keysOn}
        onChange={(event) => props.onKeysOn(event.currentTarget.checked)}
        mb="md"
      />
      <p>
        <Link href="/guides/" onClick={props.onClose}>
          Guides
        </Link>
        {' · '}
        <Link href="/definitions/" onClick={props.onClose}>
          How every figure is defined
        </Link>
        {' · '}
        <Link href="/setup/" onClick={props.onClose}>
          Setup
        </Link>
        {' · '}
        <a href="/api/docs">The API</a>
      </p>
    </Modal>
  )
}
