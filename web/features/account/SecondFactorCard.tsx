'use client'
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Me } from '../../lib/endpoints.ts'
import { later } from '../../lib/later.tsx'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import classes from './Account.module.css'
import { texts } from './strings.ts'

const EnrolDialog = later(() => import('./EnrolDialog.tsx').then((module) => module.EnrolDialog))
const RecoveryCodes = later(() => import('./RecoveryCodes.tsx').then((module) => module.RecoveryCodes))
const RemoveDialog = later(() => import('./RemoveDialog.tsx').then((module) => module.RemoveDialog))

type Open = 'enrol' | 'remove' | { readonly recovery: readonly string[] } | null

/** An authenticator app: set up with a first code, removed with another. */
export function SecondFactorCard({ me }: { readonly me: Me }) {
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  return (
    <Card label={texts.secondFactor}>
      <div className={table.tableHead}>
        <h2>{texts.secondFactor}</h2>
      </div>
      <div className={classes.body}>
        {me.second_factor ? (
          <>
            <p>{texts.onSigningInAsks}</p>
            <Button onClick={() => setOpen('remove')}>{texts.removeSecondFactor}</Button>
          </>
        ) : (
          <>
            <p>{texts.offWithAnAuthenticatorApp}</p>
            <Button variant="filled" onClick={() => setOpen('enrol')}>
              {texts.setUpAuthenticatorApp}
            </Button>
          </>
        )}
      </div>
      {open === 'enrol' && <EnrolDialog onClose={close} onDone={(recovery) => setOpen({ recovery })} />}
      {open === 'remove' && <RemoveDialog onClose={close} />}
      {typeof open === 'object' && open !== null && <RecoveryCodes codes={open.recovery} onClose={close} />}
    </Card>
  )
}
