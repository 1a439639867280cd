import {
  IconActivity,
  IconBuildingStore,
  IconChartPie2,
  IconGauge,
  IconHeartbeat,
  IconLayoutGrid,
  IconMailX,
  IconRoute,
  IconScale,
  IconSettings,
  IconTargetArrow,
  type TablerIcon,
} from '@tabler/icons-react'

export interface Page {
  readonly href: string
  readonly label: string
  readonly icon: TablerIcon
  /** Second key of the shortcut that leads there, after `g`. */
  readonly key?: string
  /** Absent for people whose role may not use it. */
  readonly needs?: 'analyst' | 'admin'
}

export interface PageGroup {
  readonly title: 'Exposure' | 'Performance' | 'Commercial' | 'Operations' | 'Settings'
  readonly pages: readonly Page[]
}

/** Pages that exist, in the order of the sidebar; a group without pages is not shown. */
export const PAGE_GROUPS: readonly PageGroup[] = [
  {
    title: 'Exposure',
    pages: [
      { href: '/placements/', label: 'Placements', icon: IconLayoutGrid, key: 'p' },
      { href: '/placements/view/', label: 'Placement deep dive', icon: IconChartPie2, key: 'd' },
      { href: '/merchants/', label: 'Merchants', icon: IconBuildingStore, key: 'm' },
    ],
  },
  {
    title: 'Performance',
    pages: [
      { href: '/performance/', label: 'Scorecard', icon: IconGauge, key: 's' },
      { href: '/performance/merchant/', label: 'Benchmarking', icon: IconScale, key: 'b' },
      { href: '/performance/paths/', label: 'Conversion paths', icon: IconRoute, key: 'c' },
    ],
  },
  {
    title: 'Commercial',
    pages: [{ href: '/simulator/', label: 'Simulator', icon: IconTargetArrow, key: 'i', needs: 'analyst' }],
  },
  {
    title: 'Operations',
    pages: [
      { href: '/ops/', label: 'Health', icon: IconHeartbeat },
      { href: '/ops/live/', label: 'Live events', icon: IconActivity, needs: 'analyst' },
      { href: '/ops/dead-letters/', label: 'Dead letters', icon: IconMailX, needs: 'analyst' },
    ],
  },
  { title: 'Settings', pages: [{ href: '/settings/', label: 'Settings', icon: IconSettings }] },
]

const ROLES = ['viewer', 'analyst', 'admin'] as const
type Role = (typeof ROLES)[number]

function mayUse(role: Role, needs: Role = 'viewer'): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needs)
}

/** What somebody may use; a group without pages is left out. */
export function groupsFor(role: Role): readonly PageGroup[] {
  return PAGE_GROUPS.map(({ title, pages }) => ({
    title,
    pages: pages.filter(({ needs }) => mayUse(role, needs)),
  })).filter(({ pages }) => pages.length > 0)
}

const RANGED = ['/placements/', '/merchants/', '/performance/']

/** Whether a page's figures belong to the range, the comparison and the traffic chosen in the top bar. */
export function hasRange(path: string): boolean {
  return RANGED.some((start) => path.startsWith(start))
}

/** The entry of the sidebar that a path belongs to: the longest that it starts with. */
export function currentPage(path: string): Page | null {
  const all = PAGE_GROUPS.flatMap(({ pages }) => pages).filter(({ href }) => path.startsWith(href))
  return all.toSorted((a, b) => b.href.length - a.href.length)[0] ?? null
}

/** Parts of the settings, in the order of their tabs; each has its own address. */
export const SETTINGS_TABS = {
  placements: 'Placements',
  merchants: 'Merchants',
  keys: 'Write and server keys',
  'merchant-keys': 'Merchant API keys',
  staff: 'Staff and roles',
  audit: 'Audit log',
} as const
export type SettingsTab = keyof typeof SETTINGS_TABS

const TAB_NEEDS: Partial<Record<SettingsTab, Role>> = {
  keys: 'analyst',
  'merchant-keys': 'admin',
  staff: 'admin',
  audit: 'admin',
}

/** The tabs that somebody may read, with their labels. */
export function settingsTabsFor(role: Role): readonly (readonly [tab: SettingsTab, label: string])[] {
  const tabs = Object.entries(SETTINGS_TABS) as [SettingsTab, string][]
  return tabs.filter(([tab]) => mayUse(role, TAB_NEEDS[tab]))
}
