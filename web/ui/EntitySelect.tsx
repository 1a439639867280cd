'use client'
import { useState } from 'react'
import { later } from '../lib/later.tsx'
import { EntityButton } from './EntityButton.tsx'
import type { EntityChoice } from './entityChoice.ts'

/** The title of a detail view as a searchable selector, which loads when it is first opened. */
export function EntitySelect(props: EntityChoice) {
  const [isNeeded, setNeeded] = useState(false)
  const button = <EntityButton what={props.what} name={props.name} isOpen={false} onClick={() => setNeeded(true)} />
  return isNeeded ? <EntityCombobox {...props} waiting={button} /> : button
}

const EntityCombobox = later(() => import('./EntityCombobox.tsx').then((module) => module.EntityCombobox))
