'use client'
import { Burger, Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useMe } from '../../lib/useMe.ts'
import classes from './Shell.module.css'
import { Sidebar } from './Sidebar.tsx'
import { TopBar } from './TopBar.tsx'

/** The frame of every internal page: where one can go, which period is shown, how fresh it is. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const me = useMe()
  const [drawerOpen, drawer] = useDisclosure(false)
  if (me === undefined) return null
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <nav className={classes.sidebar} aria-label="Main">
        <Sidebar me={me} />
      </nav>
      <Drawer opened={drawerOpen} onClose={drawer.close} size={260} title="Menu" padding="md">
        <Sidebar me={me} />
      </Drawer>
      <div className={classes.column}>
        <header className={classes.topbar}>
          <Burger
            className={classes.burger ?? ''}
            opened={drawerOpen}
            onClick={drawer.toggle}
            size="sm"
            aria-label="Open the menu"
          />
          <TopBar me={me} />
        </header>
        <main id="content" className={classes.content} tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  )
}
