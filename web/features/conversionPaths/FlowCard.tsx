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
import { STEP_NAMES, texts } from './strings.ts'

/** Paths through placements to the sale. */
export function FlowCard({ paths: { data, meta } }: { readonly paths: ConversionPaths }) {
  const nameOf = useMemo(() => {
    const names = new Map(data.placements.map((row) => [row.placement_id, row.placement_name]))
    return (id: string) => STEP_NAMES[id] ?? names.get(id) ?? id
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
    <Card label={texts.pathsToASale}>
      <Figure
        title={texts.pathsToASale}
        subtitle={texts.salesByThe1st2nd}
        sentence={describeFlow(data.flow, nameOf)}
        table={pathTable(data.paths, { name: nameOf, key: keyOf }, rest.paths)}
        file={`paths_${meta.start}_${meta.end}_${meta.traffic}`}
        height={320}
        layout={{ left: 8, right: 130, points: 'keys' }}
        walk={walk}
        isTableOnPhone
        points={{ onOpen: (index) => placements[index] && set({ through: placements[index] }) }}
        options={options}
        empty={data.flow.length === 0 ? texts.noSaleHadAnImpression : null}
        note={
          <p className={viewClasses.note}>
            {texts.selectAPlacementToFilter(data.paths.length)}
            {rest.paths > 0
              ? texts.ofPathsSales(
                  count(data.paths.length + rest.paths),
                  count(rest.conversions),
                  rest.conversions === 1,
                )
              : texts.paths(data.paths.length === 1)}
          </p>
        }
      />
    </Card>
  )
}
