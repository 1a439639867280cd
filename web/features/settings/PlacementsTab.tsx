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
import { texts } from './strings.ts'

const COLUMNS: readonly Column<Placement>[] = [
  { head: texts.placement, cell: (row) => row.placement_name },
  { head: texts.key, cell: (row) => <code>{row.placement_key}</code> },
  { head: texts.tier, cell: (row) => (row.tier === 'high_value' ? texts.highValue : texts.standard) },
  { head: texts.maxSlotsToday, cell: (row) => count(row.max_slots), isNumber: true },
]

export function PlacementsTab({ me }: { readonly me: Me }) {
  const query = useQuery({ queryKey: ['placements'], queryFn: () => call(ENDPOINTS.listPlacements) })
  const [edited, setEdited] = useState<Placement | 'new' | null>(null)
  const mayEdit = may(me, 'edit_catalogue')
  const edit: Column<Placement> = {
    head: mayEdit ? texts.change : texts.slots,
    isNumber: true,
    cell: (row) => (
      <Button onClick={() => setEdited(row)} aria-label={texts.historyOf(mayEdit, row.placement_name)}>
        {mayEdit ? texts.edit : texts.history}
      </Button>
    ),
  }
  return (
    <>
      <ListCard
        title={texts.placements}
        query={query}
        keyOf={(row) => row.placement_id}
        textOf={(row) => `${row.placement_name} ${row.placement_key}`}
        columns={[...COLUMNS, edit]}
        empty={texts.noPlacementYet}
        actions={
          mayEdit && (
            <Button variant="filled" onClick={() => setEdited('new')}>
              {texts.newPlacement}
            </Button>
          )
        }
      />
      {edited && <PlacementForm me={me} placement={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </>
  )
}
