'use client'
import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Placement, SimulationRow } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { sortedRows, type TableSpec } from '../../ui/tableSpec.ts'
import classes from './Simulator.module.css'
import { texts } from './strings.ts'

/** The selected placements, and how to change them. */
export interface Choosing {
  readonly all: readonly Placement[]
  readonly count: number
  readonly has: (id: string) => boolean
  readonly put: (ids: readonly string[], isIn: boolean) => void
  readonly only: (ids: readonly string[]) => void
}

/** Placements by available impressions. A click on a row selects it, a filter selects all matches. */
export function PlacementsTable(props: { readonly spec: TableSpec<SimulationRow>; readonly choosing: Choosing }) {
  const { spec, choosing } = props
  const [state, set] = useViewState()
  const isFiltered = state.filter !== '' || state.warning !== null
  const shown = isFiltered ? sortedRows(spec, state.filter, null).sorted.map(spec.idOf) : []
  return (
    <section id="placements" className={classes.placements}>
      <DataTable spec={{ ...spec, onClear: () => set({ filter: '', warning: null, page: 1 }) }}>
        {state.warning !== null && (
          <Button
            rightSection={<IconX size={14} aria-hidden />}
            onClick={() => set({ warning: null, page: 1 })}
            aria-label={texts.showAllPlacementsAgain(spec.filteredBy ?? '')}
          >
            {spec.filteredBy}
          </Button>
        )}
        {shown.length > 0 && <ChooseShown ids={shown} choosing={choosing} />}
      </DataTable>
    </section>
  )
}

function ChooseShown({ ids, choosing }: { readonly ids: readonly string[]; readonly choosing: Choosing }) {
  const isIn = ids.some(choosing.has)
  const these = ids.length === 1 ? texts.thisOne : texts.these(count(ids.length))
  return (
    <>
      <Button onClick={() => choosing.only(ids)}>{texts.only(these)}</Button>
      <Button onClick={() => choosing.put(ids, !isIn)}>{isIn ? texts.leaveOut(these) : texts.putIn(these)}</Button>
    </>
  )
}
