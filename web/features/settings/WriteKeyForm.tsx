'use client'
import { Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { changesIn } from '../../lib/changesIn.ts'
import { ENDPOINTS, type WriteKey } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'

/** What the kind of a key allows when the key says nothing itself. */
const KIND_AGE: Readonly<Record<WriteKey['kind'], string>> = {
  browser: '10 minutes; what a device had to keep, 24 hours',
  server: '72 hours',
  import: 'any age',
}

const LABELS = { name: 'Name', origins: 'Allowed origins', max_age_minutes: 'Age limit in minutes' }

function openedWith(row: WriteKey | null) {
  if (row === null) return {}
  return {
    name: row.name,
    max_age_minutes: row.has_own_age_limit ? row.max_age_minutes : null,
    origins: row.origins,
  }
}

/** A new key, or name, origins and age limit of one that lives. */
export function WriteKeyForm(props: {
  readonly row: WriteKey | null
  readonly onClose: () => void
  readonly onMade?: (secret: string) => void
}) {
  const { row, onClose } = props
  const save = useSave(['name', 'origins', 'max_age_minutes'])
  const [name, setName] = useState(row?.name ?? '')
  const [kind, setKind] = useState<WriteKey['kind']>(row?.kind ?? 'browser')
  const [origins, setOrigins] = useState(row?.origins.join('\n') ?? '')
  const [age, setAge] = useState(row?.has_own_age_limit ? String(row.max_age_minutes) : '')
  const opened = openedWith(row)
  const submit = async () => {
    const list = origins.split(/[\s,]+/).filter((origin) => origin !== '')
    const body = {
      ...{ name: name.trim(), max_age_minutes: age.trim() === '' ? null : Number(age) },
      ...(kind === 'browser' ? { origins: list } : {}),
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
      title={row === null ? 'New key' : `Edit ${row.name}`}
      submit={row === null ? 'Make the key' : 'Save'}
      save={save}
      opened={{ values: opened, labels: LABELS }}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <TextInput
        label="Name"
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={save.fields.name}
      />
      {row === null && <Kind kind={kind} onChange={setKind} />}
      {kind === 'browser' && (
        <Textarea
          label="Allowed origins"
          description="One a line, such as https://shop.example.com; none allows any."
          rows={3}
          value={origins}
          onChange={(event) => setOrigins(event.currentTarget.value)}
          error={save.fields.origins}
        />
      )}
      <TextInput
        label="Age limit in minutes"
        description={`Older events are refused. Empty: ${KIND_AGE[kind]}. At most 43,200, 30 days.`}
        inputMode="numeric"
        value={age}
        onChange={(event) => setAge(event.currentTarget.value)}
        error={save.fields.max_age_minutes}
      />
    </FormDialog>
  )
}

function Kind(props: { readonly kind: WriteKey['kind']; readonly onChange: (kind: WriteKey['kind']) => void }) {
  return (
    <Select
      label="Kind"
      description="Browser keys are public; server keys are secret and may send conversions."
      allowDeselect={false}
      value={props.kind}
      data={[
        { value: 'browser', label: 'Browser' },
        { value: 'server', label: 'Server' },
      ]}
      onChange={(value) => props.onChange(value === 'server' ? 'server' : 'browser')}
    />
  )
}
