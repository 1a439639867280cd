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
import { isUrgent } from './pacing.ts'
import { GROUPS, type Group, sizeOf } from './states.ts'
import { texts } from './strings.ts'
import { usePackages } from './usePackages.ts'

/** What is sold, and what waits for somebody? */
export function PackagesView() {
  const me = useMe()
  const { query, group, csv, isByUrgency } = usePackages()
  const { set } = useAddress()
  const { data: list, error } = query
  const retry = () => void query.refetch()
  if (list === undefined || me === undefined)
    return error ? (
      <ErrorState isWholePage error={error} what={texts.packages} onRetry={retry} />
    ) : (
      <Loading slow={null} />
    )
  const isNone = sizeOf('all', list.meta.states) === 0 && list.meta.total === 0
  const spec = specOf(list, group, isByUrgency)
  return (
    <ViewBody isWaiting={query.isPlaceholderData}>
      <ViewHead
        title={texts.packages}
        answer={listAnswer(list)}
        csv={csv}
        actions={
          <>
            <Button component={Link} href="/packages/mismatches/">
              {texts.mismatches}
            </Button>
            {may(me, 'sell_packages') && <NewButton />}
          </>
        }
      />
      {error && <ErrorState error={error} what={texts.theLatestPackages} onRetry={retry} />}
      {isNone && spec.filteredBy === '' ? (
        <NoPackages />
      ) : (
        <DataTable spec={{ ...spec, onClear: () => set({ q: '', state: '', page: '' }) }}>
          <SegmentedControl
            size="xs"
            aria-label={texts.state}
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
      {texts.newPackage}
    </Button>
  )
}

function NoPackages() {
  return (
    <Card label={texts.noPackages} className={classes.pad ?? ''}>
      <h2>{texts.noPackagesYet}</h2>
      <p>{texts.simulateADealToSee}</p>
      <Button component={Link} href="/simulator/">
        {texts.openTheSimulator}
      </Button>
    </Card>
  )
}

/** As the server orders them by urgency. */
function groupNameOf(row: SoldPackage): string {
  if (isUrgent(row)) return texts.needsAttention
  return row.status === 'live' || row.status === 'paused' ? texts.onCourse : texts.upcomingAndFinished
}

function specOf(list: Packages, group: Group, isGrouped: boolean): TableSpec<SoldPackage> {
  return {
    name: texts.packagesInText,
    title: texts.packages,
    one: texts.package,
    caption: texts.packagesWithTheirMerchantDays,
    rows: list.data,
    pagedOf: list.meta.total,
    totalRows: sizeOf('all', list.meta.states),
    idOf: (row) => row.package_id,
    nameOf: (row) => row.package_name,
    hrefOf: (row) => `/packages/view/?id=${row.package_id}`,
    tagOf: (row) => (
      <>
        <span className={classes.type}>{row.package_type}</span>
        <small className={classes.under}>{row.merchant_name}</small>
      </>
    ),
    hidden: ['merchant_name', 'next', 'po_number'],
    groupOf: isGrouped ? groupNameOf : undefined,
    columns: columnsOf(list),
    order: { column: 'urgency', descending: false },
    filteredBy: group === 'all' ? '' : GROUPS[group].label.toLowerCase(),
    foot: texts.pricesAreOfTheContracted,
  }
}
