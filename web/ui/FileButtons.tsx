'use client'
import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import { type FileSource, useFile } from './useFile.ts'

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
  const icon = <IconDownload size={14} aria-hidden />
  return (
    <>
      <Button.Group>
        {file.csvHref === null ? (
          <Button leftSection={icon} onClick={file.saveCsv}>
            CSV
          </Button>
        ) : (
          <Button component="a" href={file.csvHref} download leftSection={icon}>
            CSV
          </Button>
        )}
        <Menu position="bottom-end" withinPortal closeOnItemClick={false}>
          <Menu.Target>
            <ActionIcon variant="default" size={30} aria-label="Other files" loading={file.isBusy}>
              <IconChevronDown size={14} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void file.saveExcel()}>Excel workbook (.xlsx)</Menu.Item>
            {hasTotal && (
              <Menu.CheckboxItem checked={file.withTotal} onChange={file.setWithTotal}>
                Include the total row
              </Menu.CheckboxItem>
            )}
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
      {file.problem && <span role="alert">{file.problem}</span>}
    </>
  )
}
