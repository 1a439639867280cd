'use client'
import { type Move, SHORT_ACTIONS, type ShortAction } from '@bx/contracts/packages/lifecycle'
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type OnePackage } from '../../lib/endpoints.ts'
import { dayIn } from '../../lib/formats.ts'
import { later } from '../../lib/later.tsx'
import { useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import classes from './Packages.module.css'
import { MOVE_WORDS, SHORT_ACTION_WORDS, STATE_LABELS, texts } from './strings.ts'

/** Their fields are no part of the page's first load. */
const TermsDialog = later(() => import('./ChangeDialogs.tsx').then((module) => module.TermsDialog))
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

function MoveDialog(props: { readonly move: Move; readonly sold: OnePackage; readonly onClose: () => void }) {
  const { move, sold, onClose } = props
  const words = MOVE_WORDS[move]
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const save = useSave(['reason'])
  const submit = async () => {
    if (words.needsReason && reason.trim() === '') return setMissing(true)
    const version = Number(save.meanwhile?.version ?? sold.version)
    const body = { version, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) }
    if ((await save.run(() => sendMove(move, sold.package_id, body))) !== null) onClose()
  }
  return (
    <FormDialog
      title={`${words.button}: ${sold.package_name}`}
      submit={words.button}
      isDangerous={words.isDangerous ?? false}
      save={save}
      opened={{ values: { status: STATE_LABELS[sold.status] }, labels: { status: texts.state } }}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <p>{words.text}</p>
      <Textarea
        label={words.needsReason ? texts.reason : texts.reasonOptional}
        description={texts.keptInTheHistory}
        maxLength={500}
        autosize
        minRows={2}
        value={reason}
        error={save.fields.reason ?? (isMissing && reason.trim() === '' ? texts.enterAReason : undefined)}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </FormDialog>
  )
}

function sendMove(move: Move, packageId: string, body: { version: number; reason?: string }) {
  // Moves that need a reason have one: the dialog asked for it.
  const route = ENDPOINTS[`${move}Package`] as typeof ENDPOINTS.quotePackage
  return call(route, { params: { package_id: packageId }, body })
}
