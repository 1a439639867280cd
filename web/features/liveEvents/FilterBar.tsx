'use client'
import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import { Button, SegmentedControl } from '@mantine/core'
import type { ReactNode } from 'react'
import { count } from '../../lib/formats.ts'
import { later } from '../../lib/later.tsx'
import { useAddress } from '../../lib/useAddress.ts'
import list from '../../ui/EventList.module.css'
import { passesBeside, readFilters } from './filters.ts'
import classes from './LiveEvents.module.css'
import { texts, VERDICT_LABELS } from './strings.ts'
import { countsOf, type Verdict } from './verdicts.ts'

/** Searchable lists load after the page. */
const EventSelects = later(() => import('./EventSelects.tsx').then((module) => module.EventSelects))

/** Filters of the table: verdict with counts, kind, placement and merchant; stored in the URL. */
export function FilterBar({
  events,
  children,
}: {
  readonly events: readonly LiveEvent[]
  readonly children: ReactNode
}) {
  const { get, set } = useAddress()
  const filters = readFilters(get)
  const counted = events.filter((event) => passesBeside(event, filters))
  const counts = countsOf(counted)
  const isNarrowed = filters.kind !== null || filters.placement !== null || filters.merchant !== null
  return (
    <div className={list.bar}>
      <SegmentedControl
        size="xs"
        aria-label={texts.verdict}
        value={filters.verdict ?? 'all'}
        onChange={(value) => set({ verdict: value === 'all' ? '' : value })}
        data={[
          { value: 'all', label: texts.all(count(counted.length)) },
          ...Object.entries(VERDICT_LABELS).map(([value, words]) => ({
            value,
            label: `${words} ${count(counts[value as Verdict])}`,
          })),
        ]}
      />
      <EventSelects events={events} filters={filters} waiting={<span className={classes.selects} />} onChange={set} />
      {isNarrowed && (
        <Button variant="subtle" onClick={() => set({ kind: '', placement: '', merchant: '' })}>
          {texts.clear}
        </Button>
      )}
      {children}
    </div>
  )
}
