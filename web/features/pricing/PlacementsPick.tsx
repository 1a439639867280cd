'use client'
import { MultiSelect } from '@mantine/core'
import type { Placement } from '../../lib/endpoints.ts'
import { texts } from './strings.ts'

/** The placements of a quote; none chosen means all. */
export function PlacementsPick(props: {
  readonly placements: readonly Placement[]
  readonly value: readonly string[]
  readonly onChange: (ids: string[]) => void
}) {
  const { placements, value } = props
  return (
    <MultiSelect
      label={texts.placements}
      placeholder={value.length === 0 ? texts.allPlacements : ''}
      searchable
      value={[...value]}
      data={placements.map(({ placement_id: id, placement_name: label }) => ({ value: id, label }))}
      onChange={props.onChange}
    />
  )
}
