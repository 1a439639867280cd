'use client'
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me, type Merchant } from '../../lib/endpoints.ts'
import { NO_VALUE } from '../../lib/formats.ts'
import { BulkMerchants } from './BulkMerchants.tsx'
import { FormDialog } from './FormDialog.tsx'
import { type Column, ListCard } from './ListCard.tsx'
import classes from './Settings.module.css'
import { useSave } from './useSave.ts'

const COLUMNS: readonly Column<Merchant>[] = [
  { head: 'Merchant', cell: (row) => row.merchant_name },
  { head: 'Reference', cell: (row) => (row.merchant_ref === null ? NO_VALUE : <code>{row.merchant_ref}</code>) },
  { head: 'Category', cell: (row) => row.category ?? NO_VALUE },
]

export function MerchantsTab({ me }: { readonly me: Me }) {
  const query = useQuery({ queryKey: ['merchants'], queryFn: () => call(ENDPOINTS.listMerchants) })
  const [open, setOpen] = useState<Merchant | 'new' | 'bulk' | null>(null)
  const isAdmin = me.role === 'admin'
  const edit: Column<Merchant> = {
    head: 'Change',
    isNumber: true,
    cell: (row) => (
      <Button onClick={() => setOpen(row)} aria-label={`Edit ${row.merchant_name}`}>
        Edit
      </Button>
    ),
  }
  const close = () => setOpen(null)
  return (
    <>
      <ListCard
        title="Merchants"
        query={query}
        keyOf={(row) => row.merchant_id}
        textOf={(row) => `${row.merchant_name} ${row.merchant_ref ?? ''} ${row.category ?? ''}`}
        columns={isAdmin ? [...COLUMNS, edit] : COLUMNS}
        empty="No merchant yet."
        actions={
          isAdmin && (
            <span className={classes.rowActions}>
              <Button onClick={() => setOpen('bulk')}>From CSV</Button>
              <Button variant="filled" onClick={() => setOpen('new')}>
                New merchant
              </Button>
            </span>
          )
        }
      />
      {open === 'bulk' && <BulkMerchants known={query.data?.data ?? []} onClose={close} />}
      {open !== null && open !== 'bulk' && <MerchantForm merchant={open === 'new' ? null : open} onClose={close} />}
    </>
  )
}

function MerchantForm({ merchant, onClose }: { readonly merchant: Merchant | null; readonly onClose: () => void }) {
  const save = useSave(['merchant_name', 'merchant_ref', 'category'])
  const [name, setName] = useState(merchant?.merchant_name ?? '')
  const [ref, setRef] = useState(merchant?.merchant_ref ?? '')
  const [category, setCategory] = useState(merchant?.category ?? '')
  const body = { merchant_name: name.trim(), merchant_ref: ref.trim() || null, category: category.trim() || null }
  const send = () =>
    merchant === null
      ? call(ENDPOINTS.createMerchant, { body })
      : call(ENDPOINTS.updateMerchant, { params: { merchant_id: merchant.merchant_id }, body })
  const field = (label: string, value: string, set: (value: string) => void, error: string | undefined) => (
    <TextInput label={label} value={value} onChange={(event) => set(event.currentTarget.value)} error={error} />
  )
  return (
    <FormDialog
      title={merchant === null ? 'New merchant' : `Edit ${merchant.merchant_name}`}
      submit={merchant === null ? 'Create' : 'Save'}
      save={save}
      onClose={onClose}
      onSubmit={() => void save.run(send).then((answer) => answer && onClose())}
    >
      {field('Name', name, setName, save.fields.merchant_name)}
      {field('Reference', ref, setRef, save.fields.merchant_ref)}
      {field('Category', category, setCategory, save.fields.category)}
    </FormDialog>
  )
}
