'use client'
import { useState } from 'react'
import type { Named } from '../lib/fuzzy.ts'
import { useFoundMerchants } from '../lib/useMerchants.ts'
import { EntitySelect } from './EntitySelect.tsx'
import { texts } from './strings.ts'

/** The title of a view about one merchant, as a searchable selector of all merchants. */
export function MerchantTitle(props: {
  readonly name: string
  /** A choice for all merchants. */
  readonly every?: Named
  readonly onChoose: (id: string) => void
}) {
  const [search, setSearch] = useState('')
  const { merchants, isWaiting } = useFoundMerchants(search)
  const found = merchants.map(({ merchant_id, merchant_name }) => ({ id: merchant_id, name: merchant_name }))
  return (
    <EntitySelect
      what={texts.merchant}
      name={props.name}
      entities={props.every && search === '' ? [props.every, ...found] : found}
      found={{ isWaiting, onSearch: setSearch }}
      onChoose={props.onChoose}
    />
  )
}
