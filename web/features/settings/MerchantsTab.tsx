'use client'
import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../../lib/api.ts'
import { changesIn } from '../../lib/changesIn.ts'
import { ENDPOINTS, type Me, type Merchant } from '../../lib/endpoints.ts'
import { NO_VALUE } from '../../lib/formats.ts'
import { may } from '../../lib/may.ts'
import { useAddress } from '../../lib/useAddress.ts'
import { useSave } from '../../lib/useSave.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { PAGE_ROWS, pageOf } from '../../ui/Pager.tsx'
import { ErrorState, Loading } from '../../ui/States.tsx'
import { BulkMerchants } from './BulkMerchants.tsx'
import { type Column, ListPage } from './ListCard.tsx'
import classes from './Settings.module.css'
import { MERCHANT_LABELS, texts } from './strings.ts'

const COLUMNS: readonly Column<Merchant>[] = [
  { head: texts.merchant, sort: 'merchant_name', cell: (row) => row.merchant_name },
  {
    head: texts.reference,
    sort: 'merchant_ref',
    cell: (row) => (row.merchant_ref === null ? NO_VALUE : <code>{row.merchant_ref}</code>),
  },
  { head: texts.category, sort: 'category', cell: (row) => row.category ?? NO_VALUE },
]

const SORTS = [
  ...(['merchant_name', '-merchant_name', 'merchant_ref', '-merchant_ref'] as const),
  ...(['category', '-category'] as const),
]

export function MerchantsTab({ me }: { readonly me: Me }) {
  const query = useMerchantPage()
  const [open, setOpen] = useState<Merchant | 'new' | 'bulk' | null>(null)
  const mayEdit = may(me, 'edit_catalogue')
  const edit: Column<Merchant> = {
    head: texts.change,
    isNumber: true,
    cell: (row) => (
      <Button onClick={() => setOpen(row)} aria-label={texts.editOf(row.merchant_name)}>
        {texts.edit}
      </Button>
    ),
  }
  const close = () => setOpen(null)
  if (query.data === undefined) {
    if (query.error === null) return <Loading slow={null} />
    return <ErrorState error={query.error} what={texts.merchants} onRetry={() => void query.refetch()} />
  }
  return (
    <>
      <ListPage
        title={texts.merchants}
        rows={query.data.data}
        total={query.data.meta.total}
        keyOf={(row) => row.merchant_id}
        columns={mayEdit ? [...COLUMNS, edit] : COLUMNS}
        empty={texts.noMerchantYet}
        actions={
          mayEdit && (
            <span className={classes.rowActions}>
              <Button onClick={() => setOpen('bulk')}>{texts.fromCsv}</Button>
              <Button variant="filled" onClick={() => setOpen('new')}>
                {texts.newMerchant}
              </Button>
            </span>
          )
        }
      />
      {open === 'bulk' && <BulkMerchants onClose={close} />}
      {open !== null && open !== 'bulk' && <MerchantForm merchant={open === 'new' ? null : open} onClose={close} />}
    </>
  )
}

/** The page in the URL, loaded from the server; one beyond the last becomes the last. */
function useMerchantPage() {
  const { get, set } = useAddress()
  const [q] = useDebouncedValue(get('q').slice(0, 120), 250)
  const sort = SORTS.find((known) => known === get('sort'))
  const page = Math.min(1_000_000, Math.max(1, Math.trunc(Number(get('page'))) || 1))
  const query = useQuery({
    queryKey: ['merchants', { q, sort, page }],
    queryFn: ({ signal }) =>
      call(ENDPOINTS.listMerchants, { query: { q, page, size: PAGE_ROWS, ...(sort ? { sort } : {}) }, signal }),
    placeholderData: keepPreviousData,
  })
  const last = query.data && !query.isPlaceholderData ? pageOf(query.data.meta.total, page).number : page
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address changes with every render
  useEffect(() => {
    if (last !== page) set({ page: String(last) }, 'correction')
  }, [last, page])
  return query
}

function MerchantForm({ merchant, onClose }: { readonly merchant: Merchant | null; readonly onClose: () => void }) {
  const save = useSave(['merchant_name', 'merchant_ref', 'category'])
  const [name, setName] = useState(merchant?.merchant_name ?? '')
  const [ref, setRef] = useState(merchant?.merchant_ref ?? '')
  const [category, setCategory] = useState(merchant?.category ?? '')
  const body = { merchant_name: name.trim(), merchant_ref: ref.trim() || null, category: category.trim() || null }
  const send = () => {
    if (merchant === null) return call(ENDPOINTS.createMerchant, { body })
    const version = String(save.meanwhile?.version ?? merchant.version)
    const params = { merchant_id: merchant.merchant_id }
    return call(ENDPOINTS.updateMerchant, { params, body: { ...changesIn(merchant, body), version } })
  }
  const field = (label: string, value: string, set: (value: string) => void, error: string | undefined) => (
    <TextInput label={label} value={value} onChange={(event) => set(event.currentTarget.value)} error={error} />
  )
  return (
    <FormDialog
      title={merchant === null ? texts.newMerchant : texts.editOf(merchant.merchant_name)}
      submit={merchant === null ? texts.create : texts.save}
      save={save}
      opened={{ values: merchant ?? {}, labels: MERCHANT_LABELS }}
      onClose={onClose}
      onSubmit={() => void save.run(send).then((answer) => answer && onClose())}
    >
      {field(texts.name, name, setName, save.fields.merchant_name)}
      {field(texts.reference, ref, setRef, save.fields.merchant_ref)}
      {field(texts.category, category, setCategory, save.fields.category)}
    </FormDialog>
  )
}
