'use client'
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me, type MerchantKey } from '../../lib/endpoints.ts'
import { moment } from '../../lib/moment.ts'
import { useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { MerchantPick } from '../../ui/MerchantPick.tsx'
import { KeysFrame } from './KeysFrame.tsx'
import type { Column } from './ListCard.tsx'
import { texts } from './strings.ts'

/** Keys with which merchants read their own figures. */
export function MerchantKeysTab({ me }: { readonly me: Me }) {
  const query = useQuery({ queryKey: ['merchantKeys'], queryFn: () => call(ENDPOINTS.listMerchantKeys) })
  return (
    <KeysFrame
      me={me}
      manage="manage_merchant_keys"
      title={texts.merchantApiKeys}
      query={query}
      textOf={(row) => `${row.merchant_name} ${row.name}`}
      columns={columns(me.organisation.time_zone)}
      empty={texts.noMerchantHasAKey}
      nameOf={(row) => texts.of(row.name, row.merchant_name)}
      form={(onClose, onMade) => <KeyForm onClose={onClose} onMade={onMade} />}
      ends={texts.theMerchantCanNoLonger}
      revoke={({ merchant_id, key_id }) =>
        call(ENDPOINTS.revokeMerchantKey, { params: { merchant_id }, query: { key_id } })
      }
    />
  )
}

function columns(zone: string): readonly Column<MerchantKey>[] {
  return [
    { head: texts.merchant, cell: (row) => row.merchant_name },
    { head: texts.name, cell: (row) => row.name },
    { head: texts.created, cell: (row) => moment(row.created_at, zone) },
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
    <FormDialog
      title={texts.newApiKey}
      submit={texts.createKey}
      save={save}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <MerchantPick
        label={texts.merchant}
        data-autofocus
        value={merchant}
        onChange={setMerchant}
        error={isAsked && merchant === null ? texts.chooseWhoseKeyItIs : undefined}
      />
      <TextInput
        label={texts.name}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={save.fields.name}
      />
    </FormDialog>
  )
}
