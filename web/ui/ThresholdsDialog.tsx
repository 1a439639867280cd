'use client'
import type { PerformanceThresholds } from '@bx/contracts/metrics/thresholds'
import { PLACES } from '@bx/contracts/money'
import { Button, Modal, NumberInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../lib/api.ts'
import { changesIn } from '../lib/changesIn.ts'
import { ENDPOINTS } from '../lib/endpoints.ts'
import { may } from '../lib/may.ts'
import { useMe } from '../lib/useMe.ts'
import { useSave } from '../lib/useSave.ts'
import { DiscardQuestion } from './DiscardQuestion.tsx'
import { MeanwhileNote } from './MeanwhileNote.tsx'
import { RATE_LABELS, THRESHOLD_LABELS, texts } from './strings.ts'
import { ThresholdPreview } from './ThresholdPreview.tsx'
import classes from './Thresholds.module.css'
import type { PreviewedRow } from './thresholdCounts.ts'
import { useDiscard } from './useDiscard.ts'

export interface Shown {
  readonly currency: string
  /** The placements of the screen, to preview what the thresholds make of them. */
  readonly rows: readonly PreviewedRow[]
}

/** When a rate is good, and how much data a rating needs. Asks before it discards changes. */
export function ThresholdsDialog(props: Shown & { readonly onDone: () => void }) {
  const [isChanged, setChanged] = useState(false)
  const discard = useDiscard(props.onDone, isChanged)
  return (
    <Modal
      opened
      onClose={discard.leave}
      title={texts.thresholds}
      size={560}
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      <Current {...props} onChanged={setChanged} discard={discard} />
    </Modal>
  )
}

interface Dialog extends Shown {
  readonly onDone: () => void
  readonly onChanged: (isChanged: boolean) => void
  readonly discard: Pick<ReturnType<typeof useDiscard>, 'isAsking' | 'keep'>
}

/** The current thresholds with their version; figures on the screen may be older. */
function Current(props: Dialog) {
  const { data, error } = useQuery({
    queryKey: ['thresholds'],
    queryFn: () => call(ENDPOINTS.readThresholds),
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  if (data !== undefined) return <Form {...props} current={data.data} />
  return <p role="status">{error === null ? texts.loadingText : error.message}</p>
}

interface FormProps extends Dialog {
  readonly current: PerformanceThresholds & {
    readonly version: number
    readonly changed_by: string | null
    readonly changed_at: string | null
  }
}

function Form(props: FormProps) {
  const [{ version, changed_by: _, changed_at: __, ...openedWith }] = useState(props.current)
  const [values, setValues] = useState<PerformanceThresholds>(openedWith)
  const changes = useSave()
  const me = useMe()
  const mayChange = may(me, 'change_thresholds')
  const change = (next: PerformanceThresholds) => {
    setValues(next)
    props.onChanged(changesIn(openedWith, next) !== null)
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const base = (changes.meanwhile?.current as PerformanceThresholds | undefined) ?? openedWith
    const body = {
      ...{ ...base, ...changesIn(openedWith, values) },
      version: Number(changes.meanwhile?.version ?? version),
    }
    if ((await changes.run(() => call(ENDPOINTS.writeThresholds, { body }))) !== null) props.onDone()
  }
  const input = (label: string, value: number | string, onChange: (value: number | string) => void) => (
    <NumberInput
      key={label}
      size="xs"
      label={label}
      value={value}
      min={0}
      required
      disabled={!mayChange}
      {...(typeof value === 'string' ? { decimalScale: PLACES, thousandSeparator: true } : {})}
      // Money is text: it is sent as typed.
      onChange={(next) => onChange(typeof value === 'string' ? String(next) : Number(next))}
    />
  )
  return (
    <form className={classes.form} onSubmit={save}>
      {Object.entries(RATE_LABELS).map(([key, label]) => {
        const name = key as keyof typeof RATE_LABELS
        const set = (part: 'good' | 'watch') => (value: number | string) =>
          change({ ...values, [name]: { ...values[name], [part]: value } })
        return (
          <fieldset key={key}>
            <legend>{name === 'rpm' ? `${label}, ${props.currency}` : label}</legend>
            {input(texts.goodFrom(label), values[name].good, set('good'))}
            {input(texts.watchFrom(label), values[name].watch, set('watch'))}
            <ThresholdPreview rows={props.rows} rate={name} thresholds={values} before={openedWith} />
          </fieldset>
        )
      })}
      {Object.entries(THRESHOLD_LABELS).map(([key, label]) =>
        input(label, values[key as keyof typeof THRESHOLD_LABELS], (value) => change({ ...values, [key]: value })),
      )}
      {changes.meanwhile !== null && (
        <MeanwhileNote
          meanwhile={changes.meanwhile}
          opened={{ values: openedWith, labels: { ...RATE_LABELS, ...THRESHOLD_LABELS } }}
        />
      )}
      {changes.error && <p role="alert">{changes.error}</p>}
      <Actions {...props} mayChange={mayChange} isBusy={changes.isBusy} isMeanwhile={changes.meanwhile !== null} />
    </form>
  )
}

function Actions(
  props: Pick<Dialog, 'discard' | 'onDone'> & {
    readonly mayChange: boolean
    readonly isBusy: boolean
    readonly isMeanwhile: boolean
  },
) {
  const { discard, onDone } = props
  if (!props.mayChange) return <p>{texts.yourRoleCannotChangeThese}</p>
  if (discard.isAsking) return <DiscardQuestion onKeep={discard.keep} onDiscard={onDone} />
  return (
    <Button type="submit" variant="filled" loading={props.isBusy}>
      {props.isMeanwhile ? texts.saveMyChangesToo : texts.saveThresholds}
    </Button>
  )
}
