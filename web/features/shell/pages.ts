import { type Icon, IconBuildingStore, IconChartDonut, IconLayoutGrid } from '@tabler/icons-react'

export interface Page {
  readonly href: string
  readonly label: string
  readonly icon: Icon
}

/** Pages that exist, in the order of the sidebar. */
export const GROUPS: readonly { readonly title: string; readonly pages: readonly Page[] }[] = [
  {
    title: 'Exposure',
    pages: [
      { href: '/placements/', label: 'Placements', icon: IconLayoutGrid },
      { href: '/placements/view/', label: 'Placement deep dive', icon: IconChartDonut },
      { href: '/merchants/', label: 'Merchants', icon: IconBuildingStore },
    ],
  },
]
