'use client'
import type { Move } from '@bx/contracts/packages/lifecycle'
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type OnePackage } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { MOVE_WORDS, STATE_LABELS, texts } from './strings.ts'

/** Asks before a package moves to another state, with the reason where one is needed. */
export function MoveDialog(props: { readonly move: Move; readonly sold: OnePackage; readonly onClose: () => void }) {
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
