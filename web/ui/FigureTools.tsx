'use client'
import { ActionIcon } from '@mantine/core'
import { IconDots, IconDownload, IconTable } from '@tabler/icons-react'
import type { FigureTable } from './figureTable.ts'
import { Hint } from './Hint.tsx'
import { texts } from './strings.ts'
import { type ChartPicture, useChartImage } from './useChartImage.ts'
import { useFile } from './useFile.ts'
import { useMenu } from './useMenu.tsx'

/** The tools of every chart: show its rows, save them as a file, copy or save it as an image. */
export function FigureTools(props: {
  readonly title: string
  readonly table: FigureTable
  readonly file: string
  readonly asTable: boolean
  readonly onToggle: () => void
  /** null: there is no chart to draw. */
  readonly picture: ChartPicture | null
}) {
  const { asTable, title } = props
  const file = useFile(() => ({ name: props.file, ...props.table.csv }), title)
  const image = useChartImage(props.picture, title, props.file)
  const menu = useMenu(
    [...image.entries, { key: 'excel', label: texts.rowsAsExcelWorkbook, onClick: () => void file.saveExcel() }],
    { position: 'bottom-end', staysOpen: true },
  )
  return (
    <>
      <Hint label={asTable ? texts.showAsChart : texts.showAsTable}>
        <ActionIcon
          variant={asTable ? 'light' : 'subtle'}
          color="gray"
          size={24}
          aria-label={texts.showAsTableOf(title)}
          aria-pressed={asTable}
          onClick={props.onToggle}
        >
          <IconTable size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Hint>
      <Hint label={texts.rowsAsCsv}>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={texts.asCsv(title)} onClick={file.saveCsv}>
          <IconDownload size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Hint>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-label={texts.imageAndFiles(title)}
        loading={file.isBusy}
        {...menu.button}
      >
        <IconDots size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
      {menu.popup}
      {file.problem && <span role="alert">{file.problem}</span>}
    </>
  )
}
