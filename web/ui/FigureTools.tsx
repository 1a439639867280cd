'use client'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconDownload, IconTable } from '@tabler/icons-react'
import { saveCsv } from '../lib/csv.ts'
import type { FigureTable } from './figureTable.ts'

/** The two buttons of every chart: show its rows, save them as a file. */
export function FigureTools(props: {
  readonly title: string
  readonly table: FigureTable
  readonly file: string
  readonly asTable: boolean
  readonly onToggle: () => void
}) {
  const { asTable } = props
  return (
    <>
      <Tooltip label={asTable ? 'Show as chart' : 'Show as table'}>
        <ActionIcon
          variant={asTable ? 'light' : 'subtle'}
          color="gray"
          size={24}
          aria-label={`${props.title}: show as table`}
          aria-pressed={asTable}
          onClick={props.onToggle}
        >
          <IconTable size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Rows as CSV">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label={`${props.title} as CSV`}
          onClick={() => saveCsv({ name: props.file, ...props.table.csv })}
        >
          <IconDownload size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  )
}
