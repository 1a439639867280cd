'use client'
import { Button, Textarea, TextInput } from '@mantine/core'
import Link from 'next/link'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { type CommercialRules, ENDPOINTS, type PricedQuote, type Quote } from '../../lib/endpoints.ts'
import { count, shortCount } from '../../lib/formats.ts'
import { useSave } from '../../lib/useSave.ts'
import form from '../../ui/Form.module.css'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { type Ask, bodyOf } from './ask.ts'
import { texts, unitsText } from './strings.ts'

type Open = 'save' | 'approve' | null

/** What the user may do next: save, hold, approve; then it is a package. */
export function QuoteActions(props: {
  readonly ask: Ask
  readonly priced: PricedQuote
  readonly quote: Quote | null
  readonly rules: CommercialRules | undefined
  readonly maySell: boolean
  readonly onSaved: (quote: Quote) => void
}) {
  const { quote, rules } = props
  const [open, setOpen] = useState<Open>(null)
  const save = useSave()
  const can = (action: Quote['actions'][number]) => quote?.actions.includes(action) === true
  const move = (route: typeof ENDPOINTS.holdPackage | typeof ENDPOINTS.quotePackage) =>
    void save.run(() =>
      call(route as typeof ENDPOINTS.holdPackage, {
        params: { package_id: quote!.package_id },
        body: { version: quote!.version },
      }),
    )
  const days = rules?.packages.hold_days ?? null
  const isExpired = quote?.quote_state === 'expired'
  return (
    <>
      {save.error !== null && (
        <p role="alert" className={form.error}>
          {save.error}
        </p>
      )}
      {quote === null && props.maySell && (
        <Button variant="filled" onClick={() => setOpen('save')}>
          {texts.saveQuote}
        </Button>
      )}
      {quote !== null && (
        <Button component={Link} href={`/packages/proposal/?id=${quote.package_id}`}>
          {texts.printProposal}
        </Button>
      )}
      {quote !== null && (
        <Button component={Link} href={`/packages/view/?id=${quote.package_id}`}>
          {texts.openPackage}
        </Button>
      )}
      {can('quote') && isExpired && (
        <Button variant="filled" loading={save.isBusy} onClick={() => move(ENDPOINTS.quotePackage)}>
          {texts.quoteAgain}
        </Button>
      )}
      {can('hold') && !isExpired && (
        <Button variant="filled" loading={save.isBusy} onClick={() => move(ENDPOINTS.holdPackage)}>
          {texts.holdFor(
            unitsText(quote!.package_type, quote!.units, shortCount(quote!.units)),
            count(days),
            days === 1,
          )}
        </Button>
      )}
      {can('approve') && (
        <Button variant="filled" onClick={() => setOpen('approve')}>
          {texts.approve}
        </Button>
      )}
      {open === 'save' && <SaveDialog {...props} onClose={() => setOpen(null)} />}
      {open === 'approve' && quote !== null && <ApproveDialog quote={quote} onClose={() => setOpen(null)} />}
    </>
  )
}

function SaveDialog(props: {
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

function ApproveDialog({ quote, onClose }: { readonly quote: Quote; readonly onClose: () => void }) {
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
