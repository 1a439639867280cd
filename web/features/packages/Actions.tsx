'use client'
import { type Move, SHORT_ACTIONS, type ShortAction } from '@bx/contracts/packages/lifecycle'
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { OnePackage } from '../../lib/endpoints.ts'
import { dayIn } from '../../lib/formats.ts'
import { later } from '../../lib/later.tsx'
import classes from './Packages.module.css'
import { MOVE_WORDS, SHORT_ACTION_WORDS, texts } from './strings.ts'

/** Dialogs are not part of the page's first load. */
const TermsDialog = later(() => import('./ChangeDialogs.tsx').then((module) => module.TermsDialog))
const MoveDialog = later(() => import('./MoveDialog.tsx').then((module) => module.MoveDialog))
const AdjustDialog = later(() => import('./ChangeDialogs.tsx').then((module) => module.AdjustDialog))
const ShortDialog = later(() => import('./ShortDialogs.tsx').then((module) => module.ShortDialog))

const MOVES = Object.keys(MOVE_WORDS) as Move[]
/** The step forward, which the filled button takes. */
const FORWARD: readonly Move[] = ['quote', 'hold', 'approve', 'resume', 'close']

interface Shown {
  readonly sold: OnePackage
  readonly meta: { readonly currency: string; readonly time_zone: string }
}

/** What the user may do with the package in its state. */
export function Actions({ sold, meta }: Shown) {
  const [open, setOpen] = useState<Move | ShortAction | 'change' | 'adjust' | null>(null)
  const possible = new Set<string>(sold.actions)
  const moves = MOVES.filter((move) => possible.has(move))
  const short = sold.short_units > 0 ? SHORT_ACTIONS.filter((action) => possible.has(action)) : []
  const close = () => setOpen(null)
  if (possible.size === 0) return null
  return (
    <div className={classes.actions}>
      {moves.map((move) => (
        <Button
          key={move}
          variant={FORWARD.includes(move) ? 'filled' : 'default'}
          className={MOVE_WORDS[move].isDangerous ? (classes.danger ?? '') : ''}
          onClick={() => setOpen(move)}
        >
          {MOVE_WORDS[move].button}
        </Button>
      ))}
      {possible.has('change') && <Button onClick={() => setOpen('change')}>{texts.editTerms}</Button>}
      {possible.has('adjust') && <Button onClick={() => setOpen('adjust')}>{texts.adjust}</Button>}
      {short.map((action) => (
        <Button key={action} onClick={() => setOpen(action)}>
          {SHORT_ACTION_WORDS[action].button}
        </Button>
      ))}
      {open === 'change' && <TermsDialog sold={sold} currency={meta.currency} onClose={close} />}
      {open === 'adjust' && <AdjustDialog sold={sold} currency={meta.currency} onClose={close} />}
      {isShort(open) && (
        <ShortDialog action={open} sold={sold} today={dayIn(meta.time_zone, Date.now())} onClose={close} />
      )}
      {isMove(open) && <MoveDialog move={open} sold={sold} onClose={close} />}
    </div>
  )
}

function isShort(open: string | null): open is ShortAction {
  return SHORT_ACTIONS.some((action) => action === open)
}

function isMove(open: string | null): open is Move {
  return MOVES.some((move) => move === open)
}
