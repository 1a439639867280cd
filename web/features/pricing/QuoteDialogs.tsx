'use client'
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type PricedQuote, type Quote } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import form from '../../ui/Form.module.css'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { type Ask, bodyOf } from './ask.ts'
import { texts } from './strings.ts'

/** Saves what is priced under a name. */
export function SaveDialog(props: {
  readonly ask: Ask
  readonly priced: PricedQuote
  readonly onSaved: (quote: Quote) => void
  readonly onClose: () => void
}) {
  const { ask, priced } = props
  const [name, setName] = useState('')
  const [isChecked, setChecked] = useState(false)
  const save = useSave(['package_name'])
  const submit = async () => {
    setChecked(true)
    if (name.trim() === '' || ask.merchant === null) return
    const body = { ...bodyOf(ask), package_name: name.trim() }
    const saved = await save.run(() => call(ENDPOINTS.saveQuote, { body }))
    if (saved === null) return
    props.onSaved(saved.data)
    props.onClose()
  }
  return (
    <FormDialog
      title={texts.saveAs(priced.merchant_name ?? texts.aNewMerchant)}
      submit={texts.saveQuote}
      save={save}
      onClose={props.onClose}
      onSubmit={() => void submit()}
    >
      {ask.merchant === null && (
        <p role="alert" className={form.error}>
          {texts.chooseAMerchant}
        </p>
      )}
      <TextInput
        label={texts.packageName}
        description={texts.packageNameHelp}
        data-autofocus
        maxLength={120}
        value={name}
        error={save.fields.package_name ?? (isChecked && name.trim() === '' ? texts.enterAName : undefined)}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
    </FormDialog>
  )
}

/** Books a held quote. */
export function ApproveDialog({ quote, onClose }: { readonly quote: Quote; readonly onClose: () => void }) {
  const [reason, setReason] = useState('')
  const save = useSave(['reason'])
  const submit = async () => {
    const body = {
      version: Number(save.meanwhile?.version ?? quote.version),
      ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
    }
    const params = { package_id: quote.package_id }
    if ((await save.run(() => call(ENDPOINTS.approvePackage, { params, body }))) !== null) onClose()
  }
  return (
    <FormDialog
      title={texts.approveOf(quote.package_name)}
      submit={texts.approve}
      save={save}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <p>{texts.approveSays}</p>
      <Textarea
        label={texts.reason}
        description={texts.reasonHelp}
        maxLength={500}
        autosize
        minRows={2}
        value={reason}
        error={save.fields.reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </FormDialog>
  )
}
