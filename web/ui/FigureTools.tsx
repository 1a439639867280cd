'use client'
import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconDots, IconDownload, IconTable } from '@tabler/icons-react'
import type { FigureTable } from './figureTable.ts'
import { type ChartPicture, useChartImage } from './useChartImage.ts'
import { useFile } from './useFile.ts'

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
  return (
    <>
      <Tooltip label={asTable ? 'Show as chart' : 'Show as table'}>
        <ActionIcon
          variant={asTable ? 'light' : 'subtle'}
          color="gray"
          size={24}
          aria-label={`${title}: show as table`}
          aria-pressed={asTable}
          onClick={props.onToggle}
        >
          <IconTable size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Rows as CSV">
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={`${title} as CSV`} onClick={file.saveCsv}>
          <IconDownload size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={`${title}: image and files`}
            loading={file.isBusy}
          >
            <IconDots size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {props.picture && <ImageItems title={title} file={props.file} picture={props.picture} />}
          <Menu.Item onClick={() => void file.saveExcel()}>Rows as Excel workbook</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {file.problem && <span role="alert">{file.problem}</span>}
    </>
  )
}

function ImageItems(props: { readonly title: string; readonly file: string; readonly picture: ChartPicture }) {
  const image = useChartImage(props.picture, props.title, props.file)
  return (
    <>
      <Menu.Item closeMenuOnClick={false} onClick={() => void image.copy()}>
        {image.said ?? 'Copy as image'}
      </Menu.Item>
      <Menu.Item onClick={() => void image.savePng()}>Download PNG</Menu.Item>
      <Menu.Item onClick={() => void image.saveSvg()}>Download SVG</Menu.Item>
    </>
  )
}
