'use client'
import { ActionIcon, Button } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { texts } from './strings.ts'
import { type FileSource, useFile } from './useFile.ts'
import { useMenu } from './useMenu.tsx'

/** Saves a table as CSV; the menu has the Excel workbook and the row of totals. */
export function FileButtons(props: {
  readonly file: FileSource
  /** Names the sheet of the workbook. */
  readonly title: string
  readonly hasTotal?: boolean
  /** Inputs of the view that are not in the range or its filters. */
  readonly asked?: readonly (readonly [string, string])[] | undefined
}) {
  const { hasTotal = false } = props
  const file = useFile(props.file, props.title, props.asked)
  const menu = useMenu(
    [
      { key: 'excel', label: texts.excelWorkbookXlsx, onClick: () => void file.saveExcel() },
      ...(hasTotal
        ? [
            {
              key: 'total',
              label: texts.includeTheTotalRow,
              isOn: file.withTotal,
              onClick: () => file.setWithTotal(!file.withTotal),
            },
          ]
        : []),
    ],
    { position: 'bottom-end', staysOpen: true },
  )
  const icon = <IconDownload size={14} aria-hidden />
  return (
    <>
      <Button.Group>
        {file.csvHref === null ? (
          <Button leftSection={icon} onClick={file.saveCsv}>
            {texts.csv}
          </Button>
        ) : (
          <Button component="a" href={file.csvHref} download leftSection={icon}>
            {texts.csv}
          </Button>
        )}
        <ActionIcon variant="default" size={30} aria-label={texts.otherFiles} loading={file.isBusy} {...menu.button}>
          <IconChevronDown size={14} aria-hidden />
        </ActionIcon>
      </Button.Group>
      {menu.popup}
      {file.problem && <span role="alert">{file.problem}</span>}
    </>
  )
}
