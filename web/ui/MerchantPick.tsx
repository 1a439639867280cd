'use client'
import { Select, type SelectProps } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useFoundMerchants, useMerchantName } from '../lib/useMerchants.ts'

/** A field that names a merchant; typing searches all of them. */
export function MerchantPick(
  props: Omit<SelectProps, 'data' | 'value' | 'onChange'> & {
    readonly value: string | null
    readonly onChange: (id: string | null) => void
  },
) {
  const [search, setSearch] = useState('')
  const chosen = useMerchantName(props.value)
  const named = useRef('')
  // Known by its id only, as after a reload: the name comes later, and leaves alone what was typed meanwhile.
  useEffect(() => {
    if (chosen === null) return
    const before = named.current
    named.current = chosen
    setSearch((typed) => (typed === '' || typed === before ? chosen : typed))
  }, [chosen])
  // The field holds the name of what is chosen: that is no search.
  const { merchants, isWaiting } = useFoundMerchants(search === chosen ? '' : search)
  const found = merchants.map((row) => ({ value: row.merchant_id, label: row.merchant_name }))
  const isListed = chosen === null || found.some(({ value }) => value === props.value)
  return (
    <Select
      {...props}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={isWaiting ? 'Searching…' : 'No merchant matches'}
      data={isListed ? found : [...found, { value: props.value ?? '', label: chosen }]}
      filter={({ options }) => options.filter((one) => !('value' in one) || isFound(found, one.value))}
    />
  )
}

/** What is chosen stands among the choices for its name only. */
function isFound(found: readonly { readonly value: string }[], value: unknown): boolean {
  return found.some((one) => one.value === value)
}
