'use client'
import { useState } from 'react'
import type { Named } from '../lib/fuzzy.ts'
import { later } from '../lib/later.tsx'
import { EntityButton } from './EntityButton.tsx'

export interface EntityChoice {
  readonly what: string
  readonly name: string
  readonly entities: readonly Named[]
  /** Search results of the server: shown without further filtering. */
  readonly found?: { readonly isWaiting: boolean; readonly onSearch: (search: string) => void }
  readonly onChoose: (id: string) => void
}

/** The title of a detail view as a searchable selector, which loads when it is first opened. */
export function EntitySelect(props: EntityChoice) {
  const [isNeeded, setNeeded] = useState(false)
  const button = <EntityButton what={props.what} name={props.name} isOpen={false} onClick={() => setNeeded(true)} />
  return isNeeded ? <EntityCombobox {...props} waiting={button} /> : button
}

const EntityCombobox = later(() => import('./EntityCombobox.tsx').then((module) => module.EntityCombobox))
