'use client'
import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me, type WriteKey } from '../../lib/endpoints.ts'
import { ConfirmDialog, FormDialog } from './FormDialog.tsx'
import { type Column, ListCard } from './ListCard.tsx'
import { moment } from './moment.ts'
import { SecretDialog } from './SecretDialog.tsx'
import { useSave } from './useSave.ts'

/** Keys that may send events. */
export function KeysTab({ me }: { readonly me: Me }) {
  const query = useQuery({ queryKey: ['writeKeys'], queryFn: () => call(ENDPOINTS.listWriteKeys) })
  const [isNew, setNew] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const [revoked, setRevoked] = useState<WriteKey | null>(null)
  const isAdmin = me.role === 'admin'
  return (
    <>
      <ListCard
        title="Write and server keys"
        query={query}
        keyOf={(row) => row.key_id}
        textOf={(row) => `${row.name} ${row.prefix} ${row.kind} ${row.origins.join(' ')}`}
        columns={columns(me.organisation.time_zone, isAdmin ? setRevoked : null)}
        empty="No key yet: nothing can send events."
        actions={
          isAdmin && (
            <Button variant="filled" onClick={() => setNew(true)}>
              New key
            </Button>
          )
        }
      />
      {isNew && <KeyForm onClose={() => setNew(false)} onMade={setSecret} />}
      {secret !== null && <SecretDialog title="The new key" secret={secret} onClose={() => setSecret(null)} />}
      {revoked !== null && <Revoke row={revoked} onClose={() => setRevoked(null)} />}
    </>
  )
}

function columns(zone: string, onRevoke: ((row: WriteKey) => void) | null): readonly Column<WriteKey>[] {
  return [
    { head: 'Name', cell: (row) => row.name },
    { head: 'Key', cell: (row) => <code>{row.prefix}…</code> },
    { head: 'Kind', cell: (row) => row.kind },
    { head: 'Allowed origins', cell: (row) => originsOf(row) },
    { head: 'Age limit', cell: (row) => ageLimit(row.max_age_minutes) },
    { head: 'Created', cell: (row) => moment(row.created_at, zone) },
    { head: 'Last used', cell: (row) => (row.last_used_at === null ? 'Never' : moment(row.last_used_at, zone)) },
    {
      head: 'State',
      isNumber: true,
      cell: (row) => {
        if (row.revoked_at !== null) return `Revoked ${moment(row.revoked_at, zone)}`
        if (onRevoke === null) return 'Active'
        return (
          <Button onClick={() => onRevoke(row)} aria-label={`Revoke ${row.name}`}>
            Revoke
          </Button>
        )
      },
    },
  ]
}

function originsOf(row: WriteKey): string {
  if (row.kind !== 'browser') return 'Not from browsers'
  return row.origins.length === 0 ? 'Any' : row.origins.join(', ')
}

function ageLimit(minutes: number | null): string {
  if (minutes === null) return 'Any age'
  return minutes < 120 ? `${minutes} min` : `${minutes / 60} h`
}

function KeyForm({ onClose, onMade }: { readonly onClose: () => void; readonly onMade: (secret: string) => void }) {
  const save = useSave(['name', 'origins'])
  const [name, setName] = useState('')
  const [kind, setKind] = useState<'browser' | 'server'>('browser')
  const [origins, setOrigins] = useState('')
  const submit = async () => {
    const list = kind === 'browser' ? origins.split(/[\s,]+/).filter((origin) => origin !== '') : []
    const made = await save.run(() =>
      call(ENDPOINTS.createWriteKey, { body: { name: name.trim(), kind, origins: list } }),
    )
    if (made === null) return
    onClose()
    onMade(made.data.write_key)
  }
  return (
    <FormDialog title="New key" submit="Make the key" save={save} onClose={onClose} onSubmit={() => void submit()}>
      <TextInput
        label="Name"
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={save.fields.name}
      />
      <Select
        label="Kind"
        description="Browser keys are public; server keys are secret and may send conversions."
        allowDeselect={false}
        value={kind}
        data={[
          { value: 'browser', label: 'Browser: events up to 10 minutes old' },
          { value: 'server', label: 'Server: events up to 72 hours old' },
        ]}
        onChange={(value) => setKind(value === 'server' ? 'server' : 'browser')}
      />
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
    </FormDialog>
  )
}

function Revoke({ row, onClose }: { readonly row: WriteKey; readonly onClose: () => void }) {
  const save = useSave()
  const send = () => call(ENDPOINTS.revokeWriteKey, { params: { key_id: row.key_id } })
  return (
    <ConfirmDialog
      title={`Revoke ${row.name}?`}
      text="Within 5 seconds every event sent with it is refused. This cannot be undone."
      submit="Revoke"
      save={save}
      onClose={onClose}
      onSubmit={() => void save.run(send).then((answer) => answer && onClose())}
    />
  )
}
