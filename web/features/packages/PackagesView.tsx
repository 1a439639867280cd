'use client'
import { Button, SegmentedControl } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import Link from 'next/link'
import type { Packages, SoldPackage } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { may } from '../../lib/may.ts'
import { useAddress } from '../../lib/useAddress.ts'
import { useMe } from '../../lib/useMe.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { ErrorState, Loading } from '../../ui/States.tsx'
import type { TableSpec } from '../../ui/tableSpec.ts'
import { Card, ViewBody, ViewHead } from '../../ui/View.tsx'
import { listAnswer } from './answer.ts'
import { columnsOf } from './columns.tsx'
import classes from './Packages.module.css'
import { GROUPS, type Group, sizeOf } from './states.ts'
import { usePackages } from './usePackages.ts'

/** What is sold, and what waits for somebody? */
export function PackagesView() {
  const me = useMe()
  const { query, group, csv } = usePackages()
  const { set } = useAddress()
  const { data: list, error } = query
  const retry = () => void query.refetch()
  if (list === undefined || me === undefined)
    return error ? <ErrorState isWholePage error={error} what="Packages" onRetry={retry} /> : <Loading slow={null} />
  const isNone = sizeOf('all', list.meta.states) === 0 && list.meta.total === 0
  const spec = specOf(list, group)
  return (
    <ViewBody isWaiting={query.isPlaceholderData}>
      <ViewHead
        title="Packages"
        answer={listAnswer(list)}
        csv={csv}
        actions={may(me, 'sell_packages') && <NewButton />}
      />
      {error && <ErrorState error={error} what="The latest packages" onRetry={retry} />}
      {isNone && spec.filteredBy === '' ? (
        <NoPackages />
      ) : (
        <DataTable spec={{ ...spec, onClear: () => set({ q: '', state: '', page: '' }) }}>
          <SegmentedControl
            size="xs"
            aria-label="State"
            value={group}
            onChange={(next) => set({ state: next === 'all' ? '' : next, page: '' })}
            data={Object.entries(GROUPS).map(([value, { label }]) => ({
              value,
              label: `${label} ${count(sizeOf(value as Group, list.meta.states))}`,
            }))}
          />
        </DataTable>
      )}
    </ViewBody>
  )
}

function NewButton() {
  return (
    <Button component={Link} href="/packages/new/" variant="filled" leftSection={<IconPlus size={14} aria-hidden />}>
      New package
    </Button>
  )
}

function NoPackages() {
  return (
    <Card label="No packages" className={classes.pad ?? ''}>
      <h2>No packages yet</h2>
      <p>
        Simulate a deal to see what fits, or create a package by hand. It starts as a draft: nothing is reserved or
        delivered until it is held and approved.
      </p>
      <Button component={Link} href="/simulator/">
        Open the simulator
      </Button>
    </Card>
  )
}

function specOf(list: Packages, group: Group): TableSpec<SoldPackage> {
  return {
    name: 'packages',
    title: 'Packages',
    one: 'Package',
    caption: 'Packages with their merchant, days, goal, price and state',
    rows: list.data,
    pagedOf: list.meta.total,
    totalRows: sizeOf('all', list.meta.states),
    idOf: (row) => row.package_id,
    nameOf: (row) => row.package_name,
    hrefOf: (row) => `/packages/view/?id=${row.package_id}`,
    tagOf: (row) => <span className={classes.type}>{row.package_type}</span>,
    columns: columnsOf(list),
    order: { column: 'end_date', descending: false },
    filteredBy: group === 'all' ? '' : GROUPS[group].label.toLowerCase(),
    foot: 'Prices are of the contracted units. A goal may be adjusted later; the contract stays on record.',
  }
}
