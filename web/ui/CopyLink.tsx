'use client'
import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconChevronDown, IconLink } from '@tabler/icons-react'
import { usePathname } from 'next/navigation'
import { fixedDays } from '../lib/fixedDays.ts'
import { dateRange } from '../lib/formats.ts'
import { hasRange } from '../lib/pages.ts'
import { useReportStatus } from '../lib/reportMeta.tsx'
import { viewStateNow } from '../lib/useViewState.ts'
import { texts } from './strings.ts'
import { useMenu } from './useMenu.tsx'

/** Copies the address. "Last 7 days" moves on every day, so such a link can also be copied with today's dates. */
export function CopyLink() {
  const clipboard = useClipboard({ timeout: 2000 })
  const path = usePathname()
  const meta = useReportStatus()?.meta
  const icon = <IconLink size={14} aria-hidden />
  const label = clipboard.copied ? texts.copied : texts.copyLink
  const copy = () => clipboard.copy(window.location.href)
  const menu = useMenu(
    [
      { key: 'newest', label: texts.newestDaysWhenever, onClick: copy },
      {
        key: 'always',
        label: meta && texts.always(dateRange(meta.start, meta.end)),
        onClick: () => meta && clipboard.copy(fixedDays(window.location.href, meta)),
      },
    ],
    { position: 'bottom-end' },
  )
  if (!hasRange(path) || !meta || viewStateNow().range === 'custom')
    return (
      <Button leftSection={icon} onClick={copy}>
        {label}
      </Button>
    )
  return (
    <>
      <Button {...menu.button} leftSection={icon} rightSection={<IconChevronDown size={14} aria-hidden />}>
        {label}
      </Button>
      {menu.popup}
    </>
  )
}
