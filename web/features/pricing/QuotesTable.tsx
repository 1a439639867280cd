'use client'
import { SegmentedControl } from '@mantine/core'
import type { Quote, Quotes } from '../../lib/endpoints.ts'
import { count, date, dateRange, dayIn, NO_VALUE, sumMoney } from '../../lib/formats.ts'
import { readMoney } from '../../lib/readMoney.ts'
import { useAddress } from '../../lib/useAddress.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import type { Column, TableSpec } from '../../ui/tableSpec.ts'
import { Card, Tag } from '../../ui/View.tsx'
import classes from './Pricing.module.css'
import { QuoteTag } from './QuoteTag.tsx'
import { texts, unitsText } from './strings.ts'
import { GROUPS, type Group } from './useQuotes.ts'

/** All quotes; choosing one shows it above. */
export function QuotesTable(props: {
  readonly list: Quotes
  readonly group: Group
  readonly chosen: string | null
  readonly today: string
  readonly onChoose: (quote: Quote) => void
}) {
  const { list, group } = props
  const { set } = useAddress()
  const { states } = list.meta
  const all = Object.values(states).reduce((sum, n) => sum + n, 0)
  const sizes = { all, open: states.open + states.held, closed: all - states.open - states.held }
  const labels = { all: texts.all, open: texts.open, closed: texts.closed }
  const spec = specOf(props)
  if (all === 0 && list.meta.total === 0 && group === 'all' && spec.filteredBy === '')
    return (
      <Card label={texts.quotes} className={classes.pad ?? ''}>
        <h2>{texts.noQuotes}</h2>
        <p className={classes.hint}>{texts.noQuotesSays}</p>
      </Card>
    )
  return (
    <DataTable spec={{ ...spec, totalRows: all, onClear: () => set({ q: '', group: '', page: '' }) }}>
      <SegmentedControl
        size="xs"
        aria-label={texts.state}
        value={group}
        onChange={(next) => set({ group: next === 'all' ? '' : next, page: '' })}
        data={GROUPS.map((value) => ({ value, label: `${labels[value]} ${count(sizes[value])}` }))}
      />
    </DataTable>
  )
}

function specOf({ list, group, chosen, today, onChoose }: Parameters<typeof QuotesTable>[0]): TableSpec<Quote> {
  return {
    name: 'quotes',
    title: texts.quotes,
    one: texts.quote,
    caption: texts.caption,
    rows: list.data,
    pagedOf: list.meta.total,
    idOf: (row) => row.package_id,
    nameOf: (row) => row.quote_name,
    hrefOf: (row) => `/pricing/?id=${row.package_id}`,
    onRow: onChoose,
    isChosen: (row) => row.package_id === chosen,
    tagOf: (row) => <Tag>{row.package_type}</Tag>,
    columns: columnsOf(list, today),
    order: { column: 'name', descending: true },
    filteredBy: group === 'all' ? '' : group,
    foot: texts.foot,
  }
}

function columnsOf({ meta }: Quotes, today: string): Column<Quote>[] {
  return [
    {
      key: 'merchant_name',
      title: texts.merchant,
      left: true,
      isText: true,
      value: (row) => row.merchant_name.toLowerCase(),
      cell: (row) => (
        <>
          {row.merchant_name} <span className={classes.hint}>{row.package_name}</span>
        </>
      ),
    },
    {
      key: 'price',
      title: texts.price,
      value: (row) => readMoney(row.price),
      cell: (row) => sumMoney(row.price, meta.currency),
    },
    {
      key: 'units',
      title: texts.buysColumn,
      left: true,
      priority: 2,
      cell: (row) => unitsText(row.package_type, row.units, count(row.units)),
    },
    {
      key: 'start_date',
      title: texts.dates,
      left: true,
      priority: 1,
      value: (row) => row.first_day,
      cell: (row) => dateRange(row.first_day, row.last_day),
    },
    { key: 'quote_state', title: texts.state, left: true, cell: (row) => <QuoteTag state={row.quote_state} /> },
    {
      key: 'valid_until',
      title: texts.expires,
      left: true,
      priority: 3,
      value: (row) => row.valid_until,
      cell: (row) => expiry(row, meta.time_zone, today),
    },
    { key: 'owner', title: texts.owner, left: true, priority: 4, cell: (row) => row.owner ?? NO_VALUE },
  ]
}

/** Of what still waits: a package or a withdrawn quote does not expire. */
function expiry({ quote_state: state, valid_until, hold_expires_at }: Quote, timeZone: string, today: string): string {
  if (state === 'package' || state === 'withdrawn') return NO_VALUE
  const day = dayIn(timeZone, hold_expires_at ?? valid_until)
  const days = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000)
  const relative =
    days === 0
      ? texts.today
      : days > 0
        ? texts.inDays(count(days), days === 1)
        : texts.daysAgo(count(-days), days === -1)
  return `${date(day, false)}, ${relative}`
}
