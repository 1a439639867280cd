'use client'
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me, type SlotTokenKey } from '../../lib/endpoints.ts'
import { moment } from '../../lib/moment.ts'
import { useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { KeysFrame } from './KeysFrame.tsx'
import type { Column } from './ListCard.tsx'
import { texts } from './strings.ts'

/** Keys with which the ranking service signs the slots of packages. */
export function SlotTokensTab({ me }: { readonly me: Me }) {
  const query = useQuery({ queryKey: ['slotTokenKeys'], queryFn: () => call(ENDPOINTS.listSlotTokenKeys) })
  return (
    <KeysFrame
      me={me}
      manage="manage_write_keys"
      title={texts.slotTokenKeys}
      query={query}
      textOf={(row) => `${row.name} ${row.key_id}`}
      columns={columns(me.organisation.time_zone)}
      empty={texts.noSlotTokenKey}
      nameOf={(row) => row.name}
      form={(onClose, onMade) => <KeyForm onClose={onClose} onMade={onMade} />}
      ends={texts.laterTokensAreInvalid}
      revoke={(row) => call(ENDPOINTS.revokeSlotTokenKey, { params: { key_id: row.key_id } })}
    />
  )
}

function columns(zone: string): readonly Column<SlotTokenKey>[] {
  return [
    { head: texts.name, cell: (row) => row.name },
    { head: texts.keyId, cell: (row) => <code>{row.key_id}</code> },
    { head: texts.created, cell: (row) => moment(row.created_at, zone) },
  ]
}

function KeyForm({ onClose, onMade }: { readonly onClose: () => void; readonly onMade: (secret: string) => void }) {
  const save = useSave(['name'])
  const [name, setName] = useState('')
  const submit = async () => {
    const made = await save.run(() => call(ENDPOINTS.createSlotTokenKey, { body: { name: name.trim() } }))
    if (made === null) return
    onClose()
    onMade(made.data.secret)
  }
  return (
    <FormDialog
      title={texts.newSlotTokenKey}
      submit={texts.createKey}
      save={save}
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
    </FormDialog>
  )
}
