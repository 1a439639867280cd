import type { Permission } from '@bx/contracts/endpoints/permissions'
import {
  IconActivity,
  IconBuildingStore,
  IconChartPie2,
  IconGauge,
  IconHeartbeat,
  IconHome,
  IconLayoutGrid,
  IconMailX,
  IconPackage,
  IconRoute,
  IconScale,
  IconSettings,
  IconStack2,
  IconTag,
  IconTargetArrow,
  type TablerIcon,
} from '@tabler/icons-react'
import type { Me } from './endpoints.ts'
import { may } from './may.ts'
import { SETTINGS_TABS, texts } from './strings.ts'

type User = Pick<Me, 'permissions'> | undefined

export interface Page {
  readonly href: string
  readonly label: string
  readonly icon: TablerIcon
  /** Second key of the shortcut, after `g`. */
  readonly key?: string
  /** Only shown with this permission. */
  readonly needs: Permission
}

export interface PageGroup {
  readonly title: 'Exposure' | 'Performance' | 'Commercial' | 'Operations' | 'Settings'
  readonly pages: readonly Page[]
}

/** All pages, in the order of the sidebar. */
export const PAGE_GROUPS: readonly PageGroup[] = [
  {
    title: texts.exposure,
    pages: [
      { href: '/placements/', label: texts.placements, icon: IconLayoutGrid, key: 'p', needs: 'read_figures' },
      {
        href: '/placements/view/',
        label: texts.placementDeepDive,
        icon: IconChartPie2,
        key: 'd',
        needs: 'read_figures',
      },
      { href: '/merchants/', label: texts.merchants, icon: IconBuildingStore, key: 'm', needs: 'read_figures' },
    ],
  },
  {
    title: texts.performance,
    pages: [
      { href: '/performance/', label: texts.scorecard, icon: IconGauge, key: 's', needs: 'read_figures' },
      { href: '/performance/merchant/', label: texts.benchmarking, icon: IconScale, key: 'b', needs: 'read_figures' },
      { href: '/performance/paths/', label: texts.conversionPaths, icon: IconRoute, key: 'c', needs: 'read_figures' },
    ],
  },
  {
    title: texts.commercial,
    pages: [
      { href: '/overview/', label: texts.commercialOverview, icon: IconHome, key: 'o', needs: 'read_packages' },
      { href: '/packages/', label: texts.packages, icon: IconPackage, key: 'k', needs: 'read_packages' },
      { href: '/slot-mix/', label: texts.slotMix, icon: IconStack2, key: 'x', needs: 'read_figures' },
      { href: '/simulator/', label: texts.simulator, icon: IconTargetArrow, key: 'i', needs: 'simulate_deals' },
      { href: '/pricing/', label: texts.pricing, icon: IconTag, key: 'q', needs: 'simulate_deals' },
    ],
  },
  {
    title: texts.operations,
    pages: [
      { href: '/ops/', label: texts.health, icon: IconHeartbeat, needs: 'read_health' },
      { href: '/ops/live/', label: texts.liveEvents, icon: IconActivity, needs: 'read_live_events' },
      { href: '/ops/dead-letters/', label: texts.deadLetters, icon: IconMailX, needs: 'read_dead_letters' },
    ],
  },
  {
    title: texts.settings,
    pages: [{ href: '/settings/', label: texts.settings, icon: IconSettings, needs: 'read_catalogue' }],
  },
]

/** The pages that a user may open; empty groups are omitted. */
export function groupsFor(me: User): readonly PageGroup[] {
  return PAGE_GROUPS.map(({ title, pages }) => ({
    title,
    pages: pages.filter(({ needs }) => may(me, needs)),
  })).filter(({ pages }) => pages.length > 0)
}

const RANGED = ['/placements/', '/merchants/', '/performance/', '/overview/', '/slot-mix/']

/** Whether a page uses range, comparison and traffic of the top bar. */
export function hasRange(path: string): boolean {
  return RANGED.some((start) => path.startsWith(start))
}

/** The sidebar entry of a path: the longest one that it starts with. */
export function currentPage(path: string): Page | null {
  const all = PAGE_GROUPS.flatMap(({ pages }) => pages).filter(({ href }) => path.startsWith(href))
  return all.toSorted((a, b) => b.href.length - a.href.length)[0] ?? null
}

export type SettingsTab = keyof typeof SETTINGS_TABS

const TAB_NEEDS: Readonly<Record<SettingsTab, Permission>> = {
  organisation: 'read_catalogue',
  placements: 'read_catalogue',
  merchants: 'read_catalogue',
  commercial: 'read_packages',
  keys: 'read_write_keys',
  'slot-tokens': 'read_write_keys',
  'merchant-keys': 'manage_merchant_keys',
  staff: 'manage_staff',
  audit: 'read_audit',
}

/** The tabs that a user may read, with their labels. */
export function settingsTabsFor(me: User): readonly (readonly [tab: SettingsTab, label: string])[] {
  const tabs = Object.entries(SETTINGS_TABS) as [SettingsTab, string][]
  return tabs.filter(([tab]) => may(me, TAB_NEEDS[tab]))
}
