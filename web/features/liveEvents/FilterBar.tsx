'use client'
import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import { Button, SegmentedControl, Select } from '@mantine/core'
import type { ReactNode } from 'react'
import { count } from '../../lib/formats.ts'
import { useAddress } from '../../lib/useAddress.ts'
import list from '../../ui/EventList.module.css'
import { choicesOf, passesBeside, readFilters } from './filters.ts'
import { KIND_LABELS, texts, VERDICT_LABELS } from './strings.ts'
import { countsOf, type Verdict } from './verdicts.ts'

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
      <Select
        size="xs"
        w={150}
        aria-label={texts.kind}
        placeholder={texts.anyKind}
        clearable
        value={filters.kind}
        data={Object.entries(KIND_LABELS).map(([value, label]) => ({ value, label }))}
        onChange={(kind) => set({ kind: kind ?? '' })}
      />
      {(['placement', 'merchant'] as const).map((field) => (
        <Select
          key={field}
          size="xs"
          w={190}
          aria-label={field === 'placement' ? texts.placement : texts.merchant}
          placeholder={texts.any(field)}
          clearable
          searchable
          limit={50}
          nothingFoundMessage={texts.noEventNamesThis(field)}
          value={filters[field]}
          data={choicesOf(events, field, filters[field])}
          onChange={(value) => set({ [field]: value ?? '' })}
        />
      ))}
      {isNarrowed && (
        <Button variant="subtle" onClick={() => set({ kind: '', placement: '', merchant: '' })}>
          {texts.clear}
        </Button>
      )}
      {children}
    </div>
  )
}
