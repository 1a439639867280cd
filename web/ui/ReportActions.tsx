'use client'
import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconDownload, IconLink } from '@tabler/icons-react'
import classes from './ui.module.css'

/** Copy link and CSV: the same screen for a colleague, the same figures for a sheet. */
export function ReportActions({ csv }: { readonly csv: string }) {
  const clipboard = useClipboard({ timeout: 2000 })
  return (
    <div className={classes.actions}>
      <Button leftSection={<IconLink size={14} aria-hidden />} onClick={() => clipboard.copy(window.location.href)}>
        {clipboard.copied ? 'Copied' : 'Copy link'}
      </Button>
      <Button component="a" download href={csv} leftSection={<IconDownload size={14} aria-hidden />}>
        CSV
      </Button>
    </div>
  )
}
