'use client'
import { Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { changesIn } from '../../lib/changesIn.ts'
import { ENDPOINTS, type WriteKey } from '../../lib/endpoints.ts'
import { type Save, useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { KEY_LABELS, KIND_AGE, texts } from './strings.ts'

function openedWith(row: WriteKey | null) {
  if (row === null) return {}
  return {
    name: row.name,
    max_age_minutes: row.has_own_age_limit ? row.max_age_minutes : null,
    origins: row.origins,
    is_app: row.is_app,
    events_per_minute: row.events_per_minute,
  }
}

/** Creates a key, or changes name, origins and limits of an active one. */
export function WriteKeyForm(props: {
  readonly row: WriteKey | null
  readonly onClose: () => void
  readonly onMade?: (secret: string) => void
}) {
  const { row, onClose } = props
  const save = useSave(['name', 'origins', 'max_age_minutes', 'events_per_minute'])
  const [name, setName] = useState(row?.name ?? '')
  const [kind, setKind] = useState<WriteKey['kind']>(row?.kind ?? 'browser')
  const [origins, setOrigins] = useState(row?.origins.join('\n') ?? '')
  const [age, setAge] = useState(row?.has_own_age_limit ? String(row.max_age_minutes) : '')
  const [isApp, setApp] = useState(row?.is_app ?? false)
  const [quota, setQuota] = useState(row?.events_per_minute == null ? '' : String(row.events_per_minute))
  const opened = openedWith(row)
  const submit = async () => {
    const list = origins.split(/[\s,]+/).filter((origin) => origin !== '')
    const body = {
      ...{ name: name.trim(), max_age_minutes: numberOf(age), events_per_minute: numberOf(quota) },
      ...(kind === 'browser' ? { origins: list, is_app: isApp } : {}),
    }
    if (row !== null) {
      const changes = changesIn(opened, body)
      if (changes === null) return onClose()
      const change = { ...changes, version: String(save.meanwhile?.version ?? row.version) }
      const saved = await save.run(() =>
        call(ENDPOINTS.updateWriteKey, { params: { key_id: row.key_id }, body: change }),
      )
      if (saved !== null) onClose()
      return
    }
    const made = await save.run(() =>
      call(ENDPOINTS.createWriteKey, { body: { ...body, kind: kind === 'server' ? kind : 'browser' } }),
    )
    if (made === null) return
    onClose()
    props.onMade?.(made.data.write_key)
  }
  return (
    <FormDialog
      title={row === null ? texts.newKey : texts.editOf(row.name)}
      submit={row === null ? texts.createKey : texts.save}
      save={save}
      opened={{ values: opened, labels: KEY_LABELS }}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <TextInput
        label={texts.name}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={save.fields.name}
      />
      {row === null && <Kind kind={kind} onChange={setKind} />}
      {kind === 'browser' && (
        <Origins origins={origins} isApp={isApp} error={save.fields.origins} onOrigins={setOrigins} onApp={setApp} />
      )}
      <Limits kind={kind} age={age} quota={quota} save={save} onAge={setAge} onQuota={setQuota} />
    </FormDialog>
  )
}

function Origins(props: {
  readonly origins: string
  readonly isApp: boolean
  readonly error: string | undefined
  readonly onOrigins: (origins: string) => void
  readonly onApp: (isApp: boolean) => void
}) {
  return (
    <>
      <Textarea
        label={texts.allowedOrigins}
        description={texts.onePerLineSuch}
        rows={3}
        value={props.origins}
        onChange={(event) => props.onOrigins(event.currentTarget.value)}
        error={props.error}
      />
      <Checkbox
        label={texts.usedByANativeApp}
        description={texts.nativeAppsSendNoOrigin}
        checked={props.isApp}
        onChange={(event) => props.onApp(event.currentTarget.checked)}
      />
    </>
  )
}

function Limits(props: {
  readonly kind: WriteKey['kind']
  readonly age: string
  readonly quota: string
  readonly save: Save
  readonly onAge: (age: string) => void
  readonly onQuota: (quota: string) => void
}) {
  return (
    <>
      <TextInput
        label={texts.ageLimitInMinutes}
        description={texts.olderEventsAreRefusedEmpty(KIND_AGE[props.kind])}
        inputMode="numeric"
        value={props.age}
        onChange={(event) => props.onAge(event.currentTarget.value)}
        error={props.save.fields.max_age_minutes}
      />
      <TextInput
        label={texts.eventsPerMinute}
        description={texts.aboveThisTheKeyGets}
        inputMode="numeric"
        value={props.quota}
        onChange={(event) => props.onQuota(event.currentTarget.value)}
        error={props.save.fields.events_per_minute}
      />
    </>
  )
}

function numberOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text)
}

function Kind(props: { readonly kind: WriteKey['kind']; readonly onChange: (kind: WriteKey['kind']) => void }) {
  return (
    <Select
      label={texts.kind}
      description={texts.browserKeysArePublicServer}
      allowDeselect={false}
      value={props.kind}
      data={[
        { value: 'browser', label: texts.browser },
        { value: 'server', label: texts.server },
      ]}
      onChange={(value) => props.onChange(value === 'server' ? 'server' : 'browser')}
    />
  )
}
