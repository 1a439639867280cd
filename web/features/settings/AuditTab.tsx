'use client'
import { Button, Select, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call, urlOf } from '../../lib/api.ts'
import { type AuditRow, ENDPOINTS, type Me } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { moment } from '../../lib/moment.ts'
import { useAddress } from '../../lib/useAddress.ts'
import { FileButtons } from '../../ui/FileButtons.tsx'
import { ErrorState, Loading } from '../../ui/States.tsx'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import { type Column, Rows } from './ListCard.tsx'
import classes from './Settings.module.css'

/** The server does not count more entries. */
const MOST_COUNTED = 100_000

/** Who changed what and when, in pages; each page starts after the previous one. */
export function AuditTab({ me }: { readonly me: Me }) {
  const { get, set } = useAddress()
  const outcome = (['done', 'refused'] as const).find((known) => known === get('outcome'))
  const filter = {
    ...(get('actor') === '' ? {} : { actor: get('actor') }),
    ...(get('action') === '' ? {} : { action: get('action') }),
    ...(outcome === undefined ? {} : { outcome }),
  } as const
  const before = /^\d{1,18}$/.test(get('before')) ? { before: get('before') } : {}
  const query = useQuery({
    queryKey: ['audit', filter, before],
    queryFn: () => call(ENDPOINTS.listAudit, { query: { ...filter, ...before, limit: 50 } }),
    placeholderData: keepPreviousData,
  })
  if (query.data === undefined)
    return query.error ? (
      <ErrorState error={query.error} what="The audit log" onRetry={() => void query.refetch()} />
    ) : (
      <Loading slow={null} />
    )
  const { rows, total, next } = query.data.data
  return (
    <Card label="Audit log">
      <div className={table.tableHead}>
        <h2>
          Audit log
          <span>{total === null ? `more than ${count(MOST_COUNTED)}` : count(total)}</span>
        </h2>
        <Filter name="actor" label="Who" />
        <Filter name="action" label="What" />
        <Select
          size="xs"
          aria-label="Outcome"
          placeholder="Any outcome"
          clearable
          value={filter.outcome ?? null}
          data={[
            { value: 'done', label: 'Done' },
            { value: 'refused', label: 'Refused' },
          ]}
          onChange={(value) => set({ outcome: value ?? '', before: '' })}
        />
        <FileButtons
          file={urlOf(ENDPOINTS.listAudit, { ...filter, format: 'csv' })}
          title="Audit log"
          asked={Object.entries(filter)}
        />
      </div>
      {rows.length === 0 ? (
        <p className={classes.empty}>Nothing matches.</p>
      ) : (
        <Rows
          title="Audit log"
          rows={rows}
          keyOf={(row) => row.audit_id}
          columns={columns(me.organisation.time_zone)}
        />
      )}
      <div className={classes.pager}>
        <Button disabled={get('before') === ''} onClick={() => set({ before: '' })}>
          Newest
        </Button>
        <Button disabled={next === null} onClick={() => set({ before: next ?? '' })}>
          Older
        </Button>
      </div>
    </Card>
  )
}

/** Filters by an exact actor or action, after a pause in typing. */
function Filter({ name, label }: { readonly name: 'actor' | 'action'; readonly label: string }) {
  const { get, set } = useAddress()
  const [text, setText] = useState(get(name))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address changes with every render
  useEffect(() => {
    if (text.trim() === get(name)) return
    const timer = setTimeout(() => set({ [name]: text.trim(), before: '' }, 'typing'), 400)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <TextInput
      size="xs"
      aria-label={`${label}, in full`}
      placeholder={name === 'actor' ? 'User: exact e-mail' : 'Action: createPlacement'}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  )
}

function columns(zone: string): readonly Column<AuditRow>[] {
  return [
    { head: 'When', cell: (row) => moment(row.at, zone) },
    { head: 'Who', cell: (row) => row.actor },
    { head: 'What', cell: (row) => row.action },
    { head: 'On', cell: (row) => row.target },
    {
      head: 'Outcome',
      cell: (row) => (row.outcome === 'refused' ? <span className={classes.refused}>Refused</span> : 'Done'),
    },
    { head: 'Before and after', cell: (row) => <pre className={classes.details}>{detailsOf(row.details)}</pre> },
  ]
}

/** `name: before → after` if both are known, else the values. */
function detailsOf(details: unknown): string {
  if (typeof details !== 'object' || details === null) return ''
  const { before, after } = details as { before?: Record<string, unknown>; after?: Record<string, unknown> }
  if (before !== undefined && after !== undefined)
    return Object.keys(after)
      .map((key) => `${key}: ${key in before ? `${text(before[key])} → ` : ''}${text(after[key])}`)
      .join('\n')
  return Object.entries(details)
    .map(([key, value]) => `${key}: ${text(value)}`)
    .join('\n')
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
