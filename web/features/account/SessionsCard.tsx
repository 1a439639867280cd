'use client'
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import { ConfirmDialog } from '../../ui/FormDialog.tsx'
import { SessionRows } from '../../ui/SessionRows.tsx'
import { ErrorState, Loading } from '../../ui/States.tsx'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import classes from './Account.module.css'

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
      <ErrorState error={error} what="Your sessions" onRetry={() => void refetch()} />
    )
  return (
    <Card label="Sessions">
      <div className={table.tableHead}>
        <h2>Sessions</h2>
        {data.data.length > 1 && <Button onClick={() => void end('others')}>End all others</Button>}
        <Button onClick={() => setAsks(true)}>Sign out everywhere</Button>
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
      {asks && <Everywhere onClose={() => setAsks(false)} />}
    </Card>
  )
}

function Everywhere({ onClose }: { readonly onClose: () => void }) {
  const router = useRouter()
  const client = useQueryClient()
  const save = useSave()
  const submit = async () => {
    const ended = await save.run(() => call(ENDPOINTS.endOwnSessions, { body: { which: 'all' } }))
    if (ended === null) return
    client.clear()
    router.replace('/login/')
  }
  return (
    <ConfirmDialog
      title="Sign out everywhere?"
      text="All your sessions end at once, this one too."
      submit="Sign out everywhere"
      save={save}
      onClose={onClose}
      onSubmit={() => void submit()}
    />
  )
}
