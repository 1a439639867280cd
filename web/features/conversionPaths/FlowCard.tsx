'use client'
import { useCallback, useMemo } from 'react'
import type { ChartColours } from '../../charts/colours.ts'
import { describeFlow, flowPoints, pathSankey, pathTable } from '../../charts/pathSankey.ts'
import type { ConversionPaths } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { usePlacementOrder } from '../../lib/usePlacementOrder.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { Figure } from '../../ui/Figure.tsx'
import viewClasses from '../../ui/View.module.css'
import { Card } from '../../ui/View.tsx'

const OTHERS: Readonly<Record<string, string>> = { sale: 'Sale', other: 'Other' }

/** Paths through placements to the sale. */
export function FlowCard({ paths: { data, meta } }: { readonly paths: ConversionPaths }) {
  const nameOf = useMemo(() => {
    const names = new Map(data.placements.map((row) => [row.placement_id, row.placement_name]))
    return (id: string) => OTHERS[id] ?? names.get(id) ?? id
  }, [data.placements])
  const orderOf = usePlacementOrder()
  const options = useCallback(
    (colours: ChartColours) => pathSankey(data.flow, { nameOf, orderOf }, colours),
    [data.flow, nameOf, orderOf],
  )
  const keyOf = useMemo(() => {
    const keys = new Map(data.placements.map((row) => [row.placement_id, row.placement_key]))
    return (id: string) => keys.get(id) ?? id
  }, [data.placements])
  const { placements, table: walk } = useMemo(() => flowPoints(data.flow, nameOf), [data.flow, nameOf])
  const [, set] = useViewState()
  const rest = data.other_paths
  return (
    <Card label="Paths to a sale">
      <Figure
        title="Paths to a sale"
        subtitle="Sales by the 1st, 2nd and 3rd placement seen"
        sentence={describeFlow(data.flow, nameOf)}
        table={pathTable(data.paths, { name: nameOf, key: keyOf }, rest.paths)}
        file={`paths_${meta.start}_${meta.end}_${meta.traffic}`}
        height={320}
        layout={{ left: 8, right: 130, points: 'keys' }}
        walk={walk}
        isTableOnPhone
        points={{ onOpen: (index) => placements[index] && set({ through: placements[index] }) }}
        options={options}
        empty={data.flow.length === 0 ? 'No sale had an impression before it.' : null}
        note={
          <p className={viewClasses.note}>
            Select a placement to filter. The table lists the top {data.paths.length}
            {rest.paths > 0
              ? ` of ${count(data.paths.length + rest.paths)} paths (${count(rest.conversions)} ${rest.conversions === 1 ? 'sale is' : 'sales are'} in the rest).`
              : ` ${data.paths.length === 1 ? 'path' : 'paths'}.`}
          </p>
        }
      />
    </Card>
  )
}
