'use client'
import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import { Select } from '@mantine/core'
import { choicesOf, type Filters } from './filters.ts'
import { KIND_LABELS, texts } from './strings.ts'

/** Filters by kind, placement and merchant of the events shown. */
export function EventSelects(props: {
  readonly events: readonly LiveEvent[]
  readonly filters: Filters
  readonly onChange: (next: Readonly<Record<string, string>>) => void
}) {
  const { events, filters, onChange } = props
  return (
    <>
      <Select
        size="xs"
        w={150}
        aria-label={texts.kind}
        placeholder={texts.anyKind}
        clearable
        value={filters.kind}
        data={Object.entries(KIND_LABELS).map(([value, label]) => ({ value, label }))}
        onChange={(kind) => onChange({ kind: kind ?? '' })}
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
          onChange={(value) => onChange({ [field]: value ?? '' })}
        />
      ))}
    </>
  )
}
