'use client'
import type { PerformanceThresholds } from '@bx/contracts/metrics/thresholds'
import { Button, Modal, NumberInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useMe } from '../../lib/useMe.ts'
import classes from './Thresholds.module.css'

const RATES = {
  ctr_pct: 'CTR, %',
  cvr_pct: 'CVR, per impression, %',
  click_cvr_pct: 'CVR, per click, %',
  rpm: 'RPM',
} as const
const SINGLE = {
  min_impressions: 'Judged from impressions',
  min_clicks: 'Judged from clicks',
  cpa_click_cvr_pct: 'CPA Priority from CVR per click, %',
  cpc_ctr_pct: 'CPC Candidate from CTR, %',
  cpc_click_cvr_pct: 'CPC Candidate below CVR per click, %',
} as const

/** When a rate is good, and from how much data: everyone reads it, an admin changes it. */
export function Thresholds(props: { readonly thresholds: PerformanceThresholds; readonly currency: string }) {
  const [opened, dialog] = useDisclosure(false)
  return (
    <>
      <Button variant="subtle" onClick={dialog.open}>
        Thresholds
      </Button>
      <Modal opened={opened} onClose={dialog.close} title="Thresholds" closeButtonProps={{ 'aria-label': 'Close' }}>
        {opened && <Form {...props} onDone={dialog.close} />}
      </Modal>
    </>
  )
}

function Form(props: {
  readonly thresholds: PerformanceThresholds
  readonly currency: string
  readonly onDone: () => void
}) {
  const [values, setValues] = useState(props.thresholds)
  const [failure, setFailure] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)
  const client = useQueryClient()
  const me = useMe()
  const mayChange = me?.role === 'admin'
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setSaving(true)
    try {
      await call(ENDPOINTS.writeThresholds, { body: values })
      await client.invalidateQueries()
      props.onDone()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
      setSaving(false)
    }
  }
  const input = (label: string, value: number, onChange: (value: number) => void) => (
    <NumberInput
      key={label}
      size="xs"
      label={label}
      value={value}
      min={0}
      required
      disabled={!mayChange}
      onChange={(next) => onChange(Number(next))}
    />
  )
  return (
    <form className={classes.form} onSubmit={save}>
      {Object.entries(RATES).map(([key, label]) => {
        const name = key as keyof typeof RATES
        const set = (part: 'good' | 'watch') => (value: number) =>
          setValues({ ...values, [name]: { ...values[name], [part]: value } })
        return (
          <fieldset key={key}>
            <legend>{name === 'rpm' ? `${label}, ${props.currency}` : label}</legend>
            {input(`${label}: good from`, values[name].good, set('good'))}
            {input(`${label}: watch from`, values[name].watch, set('watch'))}
          </fieldset>
        )
      })}
      {Object.entries(SINGLE).map(([key, label]) =>
        input(label, values[key as keyof typeof SINGLE], (value) => setValues({ ...values, [key]: value })),
      )}
      {failure && <p role="alert">{failure}</p>}
      {mayChange ? (
        <Button type="submit" variant="filled" loading={isSaving}>
          Save thresholds
        </Button>
      ) : (
        <p>An admin can change these.</p>
      )}
    </form>
  )
}
