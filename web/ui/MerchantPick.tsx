'use client'
import { Select, type SelectProps } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useFoundMerchants, useMerchantName } from '../lib/useMerchants.ts'
import { texts } from './strings.ts'

/** A field for a merchant; typing searches all merchants. */
export function MerchantPick(
  props: Omit<SelectProps, 'data' | 'value' | 'onChange'> & {
    readonly value: string | null
    readonly onChange: (id: string | null) => void
  },
) {
  const [search, setSearch] = useState('')
  const chosen = useMerchantName(props.value)
  const named = useRef('')
  // After a reload only the id is known. The name arrives later and does not overwrite typed text.
  useEffect(() => {
    if (chosen === null) return
    const before = named.current
    named.current = chosen
    setSearch((typed) => (typed === '' || typed === before ? chosen : typed))
  }, [chosen])
  // The field contains the name of the choice, which is not a search.
  const { merchants, isWaiting } = useFoundMerchants(search === chosen ? '' : search)
  const found = merchants.map((row) => ({ value: row.merchant_id, label: row.merchant_name }))
  const isListed = chosen === null || found.some(({ value }) => value === props.value)
  return (
    <Select
      {...props}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={isWaiting ? texts.searching : texts.noMerchantMatches}
      data={isListed ? found : [...found, { value: props.value ?? '', label: chosen }]}
      filter={({ options }) => options.filter((one) => !('value' in one) || isFound(found, one.value))}
    />
  )
}

/** The current choice is one of the choices only because of its name. */
function isFound(found: readonly { readonly value: string }[], value: unknown): boolean {
  return found.some((one) => one.value === value)
}
