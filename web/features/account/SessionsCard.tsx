'use client'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me } from '../../lib/endpoints.ts'
import { later } from '../../lib/later.tsx'
import { useSave } from '../../lib/useSave.ts'
import { SessionRows } from '../../ui/SessionRows.tsx'
import { ErrorState, Loading } from '../../ui/States.tsx'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import classes from './Account.module.css'
import { texts } from './strings.ts'

const SignOutEverywhere = later(() => import('./SignOutEverywhere.tsx').then((module) => module.SignOutEverywhere))

/** The own sessions. */
export function SessionsCard({ me }: { readonly me: Me }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['ownSessions'],
    queryFn: () => call(ENDPOINTS.listOwnSessions),
  })
  const save = useSave()
  const [asks, setAsks] = useState(false)
  const end = (which: string) => save.run(() => call(ENDPOINTS.endOwnSessions, { body: { which } }))
  if (data === undefined)
    return error === null ? (
      <Loading slow={null} />
    ) : (
      <ErrorState error={error} what={texts.yourSessions} onRetry={() => void refetch()} />
    )
  return (
    <Card label={texts.sessions}>
      <div className={table.tableHead}>
        <h2>{texts.sessions}</h2>
        {data.data.length > 1 && <Button onClick={() => void end('others')}>{texts.endAllOthers}</Button>}
        <Button onClick={() => setAsks(true)}>{texts.signOutEverywhere}</Button>
      </div>
      {save.error !== null && (
        <p role="alert" className={classes.error}>
          {save.error}
        </p>
      )}
      <SessionRows
        sessions={data.data}
        timeZone={me.organisation.time_zone}
        onEnd={({ session_id }) => void end(session_id)}
      />
      {asks && <SignOutEverywhere onClose={() => setAsks(false)} />}
    </Card>
  )
}
