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
import { texts } from './strings.ts'

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
      <ErrorState error={query.error} what={texts.theAuditLog} onRetry={() => void query.refetch()} />
    ) : (
      <Loading slow={null} />
    )
  const { rows, total, next } = query.data.data
  return (
    <Card label={texts.auditLog}>
      <div className={table.tableHead}>
        <h2>
          {texts.auditLog}
          <span>{total === null ? texts.moreThan(count(MOST_COUNTED)) : count(total)}</span>
        </h2>
        <Filter name="actor" label={texts.who} />
        <Filter name="action" label={texts.what} />
        <Select
          size="xs"
          aria-label={texts.outcome}
          placeholder={texts.anyOutcome}
          clearable
          value={filter.outcome ?? null}
          data={[
            { value: 'done', label: texts.done },
            { value: 'refused', label: texts.refused },
          ]}
          onChange={(value) => set({ outcome: value ?? '', before: '' })}
        />
        <FileButtons
          file={urlOf(ENDPOINTS.listAudit, { ...filter, format: 'csv' })}
          title={texts.auditLog}
          asked={Object.entries(filter)}
        />
      </div>
      {rows.length === 0 ? (
        <p className={classes.empty}>{texts.nothingMatches}</p>
      ) : (
        <Rows
          title={texts.auditLog}
          rows={rows}
          keyOf={(row) => row.audit_id}
          columns={columns(me.organisation.time_zone)}
        />
      )}
      <div className={classes.pager}>
        <Button disabled={get('before') === ''} onClick={() => set({ before: '' })}>
          {texts.newest}
        </Button>
        <Button disabled={next === null} onClick={() => set({ before: next ?? '' })}>
          {texts.older}
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
      aria-label={texts.inFull(label)}
      placeholder={name === 'actor' ? texts.userExactEMail : texts.actionCreateplacement}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  )
}

function columns(zone: string): readonly Column<AuditRow>[] {
  return [
    { head: texts.when, cell: (row) => moment(row.at, zone) },
    { head: texts.who, cell: (row) => row.actor },
    { head: texts.what, cell: (row) => row.action },
    { head: texts.on, cell: (row) => row.target },
    {
      head: texts.outcome,
      cell: (row) =>
        row.outcome === 'refused' ? <span className={classes.refused}>{texts.refused}</span> : texts.done,
    },
    { head: texts.beforeAndAfter, cell: (row) => <pre className={classes.details}>{detailsOf(row.details)}</pre> },
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
