'use client'
import { Drawer } from '@mantine/core'
import type { Me } from '../../lib/endpoints.ts'
import { Sidebar } from './Sidebar.tsx'
import { texts } from './strings.ts'

/** The navigation on a phone. */
export function MenuDrawer(props: {
  readonly opened: boolean
  readonly me: Me
  readonly onClose: () => void
  readonly onJump: () => void
}) {
  return (
    <Drawer opened={props.opened} onClose={props.onClose} size={260} title={texts.menu} padding="md">
      <Sidebar me={props.me} onJump={props.onJump} />
    </Drawer>
  )
}
