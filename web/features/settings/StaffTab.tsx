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
import { texts } from './strings.ts'

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
        title={texts.staffAndRoles}
        query={query}
        keyOf={(row) => row.email}
        textOf={(row) => `${row.name} ${row.email} ${row.role}`}
        columns={[...columns(me.organisation.time_zone), changes(me, setOpen)]}
        empty={texts.noStaffYet}
        actions={
          <span className={classes.rowActions}>
            <Button onClick={() => setOpen('rules')}>{texts.signInRules}</Button>
            <Button variant="filled" onClick={() => setOpen('new')}>
              {texts.newPerson}
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
      {secret !== null && (
        <SecretDialog title={texts.oneTimePassword} secret={secret} onClose={() => setSecret(null)} />
      )}
    </>
  )
}

function columns(zone: string): readonly Column<StaffAccount>[] {
  return [
    {
      head: texts.nameAndEMail,
      cell: (row) => (
        <>
          {row.name} <span className={classes.address}>{row.email}</span>
        </>
      ),
    },
    { head: texts.role, cell: (row) => row.role },
    { head: texts.created, cell: (row) => moment(row.created_at, zone) },
    { head: texts.secondFactor, cell: (row) => (row.second_factor ? texts.on : texts.off) },
    { head: texts.sessions, cell: (row) => row.sessions, isNumber: true },
    {
      head: texts.state,
      cell: (row) => stateOf(row, zone),
    },
  ]
}

function stateOf(row: StaffAccount, zone: string): string {
  if (row.disabled_at !== null) return texts.deactivated(moment(row.disabled_at, zone))
  return row.must_change_password ? texts.hasAOneTimePassword : texts.active
}

function changes(me: Me, onOpen: (open: Open) => void): Column<StaffAccount> {
  return {
    head: texts.change,
    isNumber: true,
    cell: (row) =>
      row.email === me.email ? (
        texts.you
      ) : (
        <span className={classes.rowActions}>
          <Button onClick={() => onOpen({ what: 'role', row })} aria-label={texts.changeRoleOf(row.name)}>
            {texts.role}
          </Button>
          <Button onClick={() => onOpen({ what: 'access', row })} aria-label={texts.accessOf(row.name)}>
            {texts.access}
          </Button>
          <Button
            onClick={() => onOpen({ what: 'switch', row })}
            aria-label={texts.reactivateOf(row.disabled_at === null, row.name)}
          >
            {row.disabled_at === null ? texts.deactivate : texts.reactivate}
          </Button>
        </span>
      ),
  }
}
