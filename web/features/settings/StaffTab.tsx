'use client'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me, type StaffAccount } from '../../lib/endpoints.ts'
import { moment } from '../../lib/moment.ts'
import { SecretDialog } from '../../ui/SecretDialog.tsx'
import { type Column, ListCard } from './ListCard.tsx'
import { PersonDialog } from './PersonDialog.tsx'
import classes from './Settings.module.css'
import { SignInRulesForm } from './SignInRulesForm.tsx'
import { ChangeRole, NewPerson, SwitchAccount } from './StaffForms.tsx'

type Open = 'new' | 'rules' | { readonly what: 'role' | 'access' | 'switch'; readonly row: StaffAccount } | null

/** Staff accounts and their roles. */
export function StaffTab({ me }: { readonly me: Me }) {
  const query = useQuery({ queryKey: ['staff'], queryFn: () => call(ENDPOINTS.listStaff) })
  const [open, setOpen] = useState<Open>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <ListCard
        title="Staff and roles"
        query={query}
        keyOf={(row) => row.email}
        textOf={(row) => `${row.name} ${row.email} ${row.role}`}
        columns={[...columns(me.organisation.time_zone), changes(me, setOpen)]}
        empty="No staff yet."
        actions={
          <span className={classes.rowActions}>
            <Button onClick={() => setOpen('rules')}>Sign-in rules</Button>
            <Button variant="filled" onClick={() => setOpen('new')}>
              New person
            </Button>
          </span>
        }
      />
      {open === 'new' && <NewPerson onClose={close} onMade={setSecret} />}
      {open === 'rules' && <SignInRulesForm onClose={close} />}
      {typeof open === 'object' && open?.what === 'role' && <ChangeRole row={open.row} onClose={close} />}
      {typeof open === 'object' && open?.what === 'switch' && <SwitchAccount row={open.row} onClose={close} />}
      {typeof open === 'object' && open?.what === 'access' && (
        <PersonDialog me={me} row={open.row} onClose={close} onPassword={setSecret} />
      )}
      {secret !== null && <SecretDialog title="One-time password" secret={secret} onClose={() => setSecret(null)} />}
    </>
  )
}

function columns(zone: string): readonly Column<StaffAccount>[] {
  return [
    {
      head: 'Name and e-mail',
      cell: (row) => (
        <>
          {row.name} <span className={classes.address}>{row.email}</span>
        </>
      ),
    },
    { head: 'Role', cell: (row) => row.role },
    { head: 'Created', cell: (row) => moment(row.created_at, zone) },
    { head: 'Second factor', cell: (row) => (row.second_factor ? 'On' : 'Off') },
    { head: 'Sessions', cell: (row) => row.sessions, isNumber: true },
    {
      head: 'State',
      cell: (row) => stateOf(row, zone),
    },
  ]
}

function stateOf(row: StaffAccount, zone: string): string {
  if (row.disabled_at !== null) return `Deactivated ${moment(row.disabled_at, zone)}`
  return row.must_change_password ? 'Has a one-time password' : 'Active'
}

function changes(me: Me, onOpen: (open: Open) => void): Column<StaffAccount> {
  return {
    head: 'Change',
    isNumber: true,
    cell: (row) =>
      row.email === me.email ? (
        'You'
      ) : (
        <span className={classes.rowActions}>
          <Button onClick={() => onOpen({ what: 'role', row })} aria-label={`Change role of ${row.name}`}>
            Role
          </Button>
          <Button onClick={() => onOpen({ what: 'access', row })} aria-label={`Access of ${row.name}`}>
            Access
          </Button>
          <Button
            onClick={() => onOpen({ what: 'switch', row })}
            aria-label={`${row.disabled_at === null ? 'Deactivate' : 'Reactivate'} ${row.name}`}
          >
            {row.disabled_at === null ? 'Deactivate' : 'Reactivate'}
          </Button>
        </span>
      ),
  }
}
