'use client'
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me, type MerchantKey } from '../../lib/endpoints.ts'
import { MerchantPick } from '../../ui/MerchantPick.tsx'
import { ConfirmDialog, FormDialog } from './FormDialog.tsx'
import { type Column, ListCard } from './ListCard.tsx'
import { moment } from './moment.ts'
import { SecretDialog } from './SecretDialog.tsx'
import { useSave } from './useSave.ts'

/** Keys that merchants read their own figures with. */
export function MerchantKeysTab({ me }: { readonly me: Me }) {
  const query = useQuery({ queryKey: ['merchantKeys'], queryFn: () => call(ENDPOINTS.listMerchantKeys) })
  const [isNew, setNew] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const [revoked, setRevoked] = useState<MerchantKey | null>(null)
  const isAdmin = me.role === 'admin'
  return (
    <>
      <ListCard
        title="Merchant API keys"
        query={query}
        keyOf={(row) => row.key_id}
        textOf={(row) => `${row.merchant_name} ${row.name}`}
        columns={columns(me.organisation.time_zone, isAdmin ? setRevoked : null)}
        empty="No merchant has a key yet."
        actions={
          isAdmin && (
            <Button variant="filled" onClick={() => setNew(true)}>
              New key
            </Button>
          )
        }
      />
      {isNew && <KeyForm onClose={() => setNew(false)} onMade={setSecret} />}
      {secret !== null && <SecretDialog title="The new API key" secret={secret} onClose={() => setSecret(null)} />}
      {revoked !== null && <Revoke row={revoked} onClose={() => setRevoked(null)} />}
    </>
  )
}

function columns(zone: string, onRevoke: ((row: MerchantKey) => void) | null): readonly Column<MerchantKey>[] {
  return [
    { head: 'Merchant', cell: (row) => row.merchant_name },
    { head: 'Name', cell: (row) => row.name },
    { head: 'Created', cell: (row) => moment(row.created_at, zone) },
    {
      head: 'State',
      isNumber: true,
      cell: (row) => {
        if (row.revoked_at !== null) return `Revoked ${moment(row.revoked_at, zone)}`
        if (onRevoke === null) return 'Active'
        return (
          <Button onClick={() => onRevoke(row)} aria-label={`Revoke ${row.name} of ${row.merchant_name}`}>
            Revoke
          </Button>
        )
      },
    },
  ]
}

function KeyForm({ onClose, onMade }: { readonly onClose: () => void; readonly onMade: (secret: string) => void }) {
  const save = useSave(['name'])
  const [merchant, setMerchant] = useState<string | null>(null)
  const [name, setName] = useState('')
  const [isAsked, setAsked] = useState(false)
  const submit = async () => {
    setAsked(true)
    if (merchant === null) return
    const made = await save.run(() =>
      call(ENDPOINTS.createMerchantKey, { params: { merchant_id: merchant }, body: { name: name.trim() } }),
    )
    if (made === null) return
    onClose()
    onMade(made.data.api_key)
  }
  return (
    <FormDialog title="New API key" submit="Make the key" save={save} onClose={onClose} onSubmit={() => void submit()}>
      <MerchantPick
        label="Merchant"
        data-autofocus
        value={merchant}
        onChange={setMerchant}
        error={isAsked && merchant === null ? 'Choose whose key it is' : undefined}
      />
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={save.fields.name}
      />
    </FormDialog>
  )
}

function Revoke({ row, onClose }: { readonly row: MerchantKey; readonly onClose: () => void }) {
  const save = useSave()
  const send = () =>
    call(ENDPOINTS.revokeMerchantKey, { params: { merchant_id: row.merchant_id }, query: { key_id: row.key_id } })
  return (
    <ConfirmDialog
      title={`Revoke ${row.name} of ${row.merchant_name}?`}
      text="The merchant can no longer read figures with it. This cannot be undone."
      submit="Revoke"
      save={save}
      onClose={onClose}
      onSubmit={() => void save.run(send).then((answer) => answer && onClose())}
    />
  )
}
