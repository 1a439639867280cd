'use client'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me, type StaffAccount } from '../../lib/endpoints.ts'
import { type Column, ListCard } from './ListCard.tsx'
import { moment } from './moment.ts'
import { SecretDialog } from './SecretDialog.tsx'
import classes from './Settings.module.css'
import { ChangeRole, NewPerson, PasswordForm, SwitchAccount } from './StaffForms.tsx'

type Open = 'new' | 'password' | { readonly what: 'role' | 'switch'; readonly row: StaffAccount } | null

/** Who may sign in, and as what. */
export function StaffTab({ me }: { readonly me: Me }) {
  const query = useQuery({ queryKey: ['staff'], queryFn: () => call(ENDPOINTS.listStaff) })
  const [open, setOpen] = useState<Open>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const close = () => setOpen(null)
  const isAdmin = me.role === 'admin'
  const shown = columns(me.organisation.time_zone)
  return (
    <>
      <ListCard
        title="Staff and roles"
        query={query}
        keyOf={(row) => row.email}
        textOf={(row) => `${row.name} ${row.email} ${row.role}`}
        columns={isAdmin ? [...shown, changes(me, setOpen)] : shown}
        empty="Nobody yet."
        actions={
          <span className={classes.rowActions}>
            <Button onClick={() => setOpen('password')}>Change my password</Button>
            {isAdmin && (
              <Button variant="filled" onClick={() => setOpen('new')}>
                New person
              </Button>
            )}
          </span>
        }
      />
      {open === 'new' && <NewPerson onClose={close} onMade={setSecret} />}
      {open === 'password' && <PasswordForm onClose={close} />}
      {typeof open === 'object' && open?.what === 'role' && <ChangeRole row={open.row} onClose={close} />}
      {typeof open === 'object' && open?.what === 'switch' && <SwitchAccount row={open.row} onClose={close} />}
      {secret !== null && <SecretDialog title="Their password" secret={secret} onClose={() => setSecret(null)} />}
    </>
  )
}

function columns(zone: string): readonly Column<StaffAccount>[] {
  return [
    { head: 'Name', cell: (row) => row.name },
    { head: 'E-mail', cell: (row) => row.email },
    { head: 'Role', cell: (row) => row.role },
    { head: 'Created', cell: (row) => moment(row.created_at, zone) },
    {
      head: 'State',
      cell: (row) => (row.disabled_at === null ? 'Active' : `Deactivated ${moment(row.disabled_at, zone)}`),
    },
  ]
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
