'use client'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me, type Placement } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { may } from '../../lib/may.ts'
import { type Column, ListCard } from './ListCard.tsx'
import { PlacementForm } from './PlacementForm.tsx'

const COLUMNS: readonly Column<Placement>[] = [
  { head: 'Placement', cell: (row) => row.placement_name },
  { head: 'Key', cell: (row) => <code>{row.placement_key}</code> },
  { head: 'Tier', cell: (row) => (row.tier === 'high_value' ? 'High value' : 'Standard') },
  { head: 'Max slots today', cell: (row) => count(row.max_slots), isNumber: true },
]

export function PlacementsTab({ me }: { readonly me: Me }) {
  const query = useQuery({ queryKey: ['placements'], queryFn: () => call(ENDPOINTS.listPlacements) })
  const [edited, setEdited] = useState<Placement | 'new' | null>(null)
  const mayEdit = may(me, 'edit_catalogue')
  const edit: Column<Placement> = {
    head: mayEdit ? 'Change' : 'Slots',
    isNumber: true,
    cell: (row) => (
      <Button onClick={() => setEdited(row)} aria-label={`${mayEdit ? 'Edit' : 'History of'} ${row.placement_name}`}>
        {mayEdit ? 'Edit' : 'History'}
      </Button>
    ),
  }
  return (
    <>
      <ListCard
        title="Placements"
        query={query}
        keyOf={(row) => row.placement_id}
        textOf={(row) => `${row.placement_name} ${row.placement_key}`}
        columns={[...COLUMNS, edit]}
        empty="No placement yet."
        actions={
          mayEdit && (
            <Button variant="filled" onClick={() => setEdited('new')}>
              New placement
            </Button>
          )
        }
      />
      {edited && <PlacementForm me={me} placement={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </>
  )
}
