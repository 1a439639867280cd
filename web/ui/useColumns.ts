'use client'
import { useLocalStorage } from '@mantine/hooks'
import type { ColumnChoice } from './ColumnChooser.tsx'
import type { Column, TableSpec } from './tableSpec.ts'
import { useFit } from './useFit.ts'

/** The columns of a table that the user chose and that fit; the choice is stored in the browser. */
export function useColumns<Row>(spec: Pick<TableSpec<Row>, 'name' | 'hidden'>, columns: readonly Column<Row>[]) {
  const [choice, setChoice] = useLocalStorage<ColumnChoice>({ key: `bx-${spec.name}-columns`, defaultValue: {} })
  const isChosen = ({ key, priority }: Column<Row>) =>
    priority === undefined || (choice[key] ?? !spec.hidden?.includes(key))
  const chosen = columns.filter(isChosen)
  const { region, left } = useFit(
    chosen.map(({ key, priority }) => ({ key, priority: choice[key] === true ? undefined : priority })),
  )
  const shown = chosen.filter(({ key }) => !left.has(key))
  return {
    region,
    shown,
    chooser: {
      columns: columns.filter(({ priority }) => priority !== undefined),
      shown: new Set(shown.map(({ key }) => key)),
      left,
      choice,
      onChange: setChoice,
    },
  }
}
