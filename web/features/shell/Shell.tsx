'use client'
import { Burger } from '@mantine/core'
import { useDisclosure, useLocalStorage } from '@mantine/hooks'
import { usePathname, useRouter } from 'next/navigation'
import { type ReactNode, useEffect } from 'react'
import { useShownAddress } from '../../lib/address.ts'
import type { Me } from '../../lib/endpoints.ts'
import { later, laterDialog } from '../../lib/later.tsx'
import { PAGE_GROUPS } from '../../lib/pages.ts'
import { ReportStatusProvider, useReportStatus } from '../../lib/reportMeta.tsx'
import { useSession } from '../../lib/useMe.ts'
import { viewStateNow } from '../../lib/useViewState.ts'
import { sameDays } from '../../lib/viewState.ts'
import { NewPage } from './NewPage.tsx'
import { PageNotes } from './PageNotes.tsx'
import classes from './Shell.module.css'
import { Sidebar } from './Sidebar.tsx'
import { texts } from './strings.ts'
import { TopBar } from './TopBar.tsx'
import { explainCurrent, type KeyMap, useKeys } from './useKeys.ts'
import { useRangeKeys } from './useRangeKeys.ts'
import { useTheme } from './useTheme.ts'

const HelpDialog = laterDialog(() => import('./HelpDialog.tsx').then((module) => module.HelpDialog))
const MenuDrawer = laterDialog(() => import('./MenuDrawer.tsx').then((module) => module.MenuDrawer))
const Palette = laterDialog(() => import('./Palette.tsx').then((module) => module.Palette))
const SessionEnded = later(() => import('./SessionEnded.tsx').then((module) => module.SessionEnded))

/** The frame of every internal page: navigation, period and freshness. */
export function Shell({ children }: { readonly children: ReactNode }) {
  return (
    <ReportStatusProvider>
      <Frame>{children}</Frame>
    </ReportStatusProvider>
  )
}

function Frame({ children }: { readonly children: ReactNode }) {
  const { me, hasEnded, error } = useSession()
  const path = usePathname()
  useShownAddress()
  const status = useReportStatus()
  const [drawerOpen, drawer] = useDisclosure(false)
  const [paletteOpen, palette] = useDisclosure(false)
  const [helpOpen, help] = useDisclosure(false)
  const [calendarOpen, calendar] = useDisclosure(false)
  const [keysOn, setKeysOn] = useLocalStorage({ key: 'bx-single-keys', defaultValue: true })
  useKeys(
    {
      ...useRangeKeys(me, calendar.open),
      ...useJumpKeys(),
      'mod+k': palette.open,
      '/': palette.open,
      '?': help.open,
      e: explainCurrent,
      t: useTheme().next,
    },
    keysOn && !paletteOpen && !helpOpen,
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the menu
  useEffect(drawer.close, [path])
  const isHeld = useOnlyAccount(me)
  if (me === undefined && error !== null)
    return (
      <main className={classes.content}>
        <PageNotes />
        <h1>{texts.theDashboardDidNotLoad}</h1>
        <p role="alert">{error.message}</p>
      </main>
    )
  if (me === undefined || isHeld) return null
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        {texts.skipToContent}
      </a>
      <nav className={classes.sidebar} aria-label={texts.main}>
        <Sidebar me={me} onJump={palette.open} />
      </nav>
      <MenuDrawer opened={drawerOpen} onClose={drawer.close} me={me} onJump={palette.open} />
      <div className={classes.column}>
        <section className={classes.topbar} aria-label={texts.periodAndFreshness}>
          <Burger
            className={classes.burger ?? ''}
            opened={drawerOpen}
            onClick={drawer.toggle}
            size="sm"
            aria-label={texts.openTheMenu}
          />
          <TopBar
            me={me}
            calendarOpen={calendarOpen}
            onCalendar={(open) => (open ? calendar.open() : calendar.close())}
            onHelp={help.open}
          />
          {status?.isWaiting && (
            <div className={classes.progress} role="progressbar" aria-label={texts.loadingTheRange} />
          )}
        </section>
        {/* Before the page, whose own title comes later. */}
        <NewPage />
        <main id="content" className={classes.content} tabIndex={-1}>
          <PageNotes />
          {children}
        </main>
      </div>
      {hasEnded && <SessionEnded me={me} />}
      <Palette opened={paletteOpen} onClose={palette.close} />
      <HelpDialog opened={helpOpen} onClose={help.close} keysOn={keysOn} onKeysOn={setKeysOn} />
    </div>
  )
}

/** A one-time password and a required second factor come first: the server rejects everything else until then. */
function useOnlyAccount(me: Me | undefined): boolean {
  const router = useRouter()
  const path = usePathname()
  const isHeld = me !== undefined && me.must !== null && !path.startsWith('/account')
  useEffect(() => {
    if (isHeld) router.replace('/account/')
  }, [isHeld, router])
  return isHeld
}

/** `g` and a letter open a page. */
function useJumpKeys(): KeyMap {
  const router = useRouter()
  return Object.fromEntries(
    PAGE_GROUPS.flatMap(({ pages }) => pages).flatMap(({ key, href }) =>
      key === undefined ? [] : [[`g${key}`, () => router.push(sameDays(href, viewStateNow()))]],
    ),
  )
}
