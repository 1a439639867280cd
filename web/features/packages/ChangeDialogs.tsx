'use client'
import { Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { call } from '../../lib/api.ts'
import { changesIn } from '../../lib/changesIn.ts'
import { ENDPOINTS, type OnePackage } from '../../lib/endpoints.ts'
import { type Save, useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { adjustmentOf, type Draft, draftOf, problemsIn, termsOf } from './draft.ts'
import { FIELD_WORDS, texts } from './strings.ts'
import { TermsFields } from './TermsFields.tsx'

interface DialogProps {
  readonly sold: OnePackage
  readonly currency: string
  readonly onClose: () => void
}

const TERMS = Object.keys(FIELD_WORDS)

/** Changes the terms of a package that is not sold yet. */
export function TermsDialog({ sold, currency, onClose }: DialogProps) {
  const form = useDraft(sold, currency)
  const save = useSave(TERMS)
  const submit = async () => {
    if (!form.mayBeSent()) return
    const changes = changesIn(termsOf(draftOf(sold), currency), termsOf(form.draft, currency))
    if (changes === null) return onClose()
    const body = { ...changes, version: Number(save.meanwhile?.version ?? sold.version) }
    const params = { package_id: sold.package_id }
    if ((await save.run(() => call(ENDPOINTS.changePackage, { params, body }))) !== null) onClose()
  }
  return (
    <PackageDialog
      title={texts.edit(sold.package_name)}
      submit={texts.save}
      {...{ sold, save, onClose }}
      onSubmit={submit}
    >
      <TermsFields {...form} isMerchantFixed currency={currency} errors={{ ...save.fields, ...form.problems }} />
    </PackageDialog>
  )
}

/** Changes goal, end and delivery of a sold package; the contract stays on record. */
export function AdjustDialog({ sold, currency, onClose }: DialogProps) {
  const form = useDraft(sold, currency)
  const [reason, setReason] = useState('')
  const save = useSave([...TERMS, 'goal_units', 'reason'])
  const isMissing = form.isChecked && reason.trim() === ''
  const submit = async () => {
    if (!form.mayBeSent() || reason.trim() === '') return
    const changes = changesIn(adjustmentOf(draftOf(sold), currency), adjustmentOf(form.draft, currency))
    if (changes === null) return onClose()
    const body = { ...changes, reason: reason.trim(), version: Number(save.meanwhile?.version ?? sold.version) }
    const params = { package_id: sold.package_id }
    if ((await save.run(() => call(ENDPOINTS.adjustPackage, { params, body }))) !== null) onClose()
  }
  const errors = { ...save.fields, ...form.problems }
  return (
    <PackageDialog
      title={texts.adjustOf(sold.package_name)}
      submit={texts.adjust}
      {...{ sold, save, onClose }}
      onSubmit={submit}
    >
      <p>{texts.theContractedUnitsAndTheir}</p>
      <TermsFields
        {...form}
        isSold
        isMerchantFixed
        currency={currency}
        errors={{ ...errors, guaranteed_units: errors.goal_units ?? errors.guaranteed_units }}
      />
      <Textarea
        label={texts.reason}
        description={texts.keptInTheHistory}
        maxLength={500}
        autosize
        value={reason}
        error={save.fields.reason ?? (isMissing ? texts.enterAReason : undefined)}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </PackageDialog>
  )
}

function PackageDialog(props: {
  readonly title: string
  readonly submit: string
  readonly sold: OnePackage
  readonly save: Save
  readonly onClose: () => void
  readonly onSubmit: () => Promise<void>
  readonly children: ReactNode
}) {
  const { sold, onSubmit, ...rest } = props
  return (
    <FormDialog {...rest} size={720} opened={{ values: sold, labels: FIELD_WORDS }} onSubmit={() => void onSubmit()}>
      {props.children}
    </FormDialog>
  )
}

/** The draft of a package; problems are shown from the first try to send it on. */
function useDraft(sold: OnePackage, currency: string) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(sold))
  const [isChecked, setChecked] = useState(false)
  const problems = problemsIn(draft, currency)
  return {
    draft,
    isChecked,
    problems: isChecked ? problems : {},
    onChange: (part: Partial<Draft>) => setDraft({ ...draft, ...part }),
    mayBeSent: () => {
      setChecked(true)
      return Object.keys(problems).length === 0
    },
  }
}
