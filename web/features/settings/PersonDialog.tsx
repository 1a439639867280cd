'use client'
import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me, type StaffAccount } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import form from '../../ui/Form.module.css'
import { ConfirmDialog } from '../../ui/FormDialog.tsx'
import { SessionRows } from '../../ui/SessionRows.tsx'

type Asks = 'password' | 'factor' | null

/** Sessions, password and second factor of a person. */
export function PersonDialog(props: {
  readonly me: Me
  readonly row: StaffAccount
  readonly onClose: () => void
  readonly onPassword: (password: string) => void
}) {
  const { row } = props
  const params = { email: row.email }
  const query = useQuery({
    queryKey: ['staffSessions', row.email],
    queryFn: () => call(ENDPOINTS.listStaffSessions, { params }),
  })
  const save = useSave()
  const [asks, setAsks] = useState<Asks>(null)
  const end = (which: string) => void save.run(() => call(ENDPOINTS.endStaffSessions, { params, body: { which } }))
  const sessions = query.data?.data ?? []
  const error = save.error ?? query.error?.message ?? null
  if (asks === 'password') return <NewPassword {...props} />
  if (asks === 'factor') return <RemoveFactor {...props} />
  return (
    <Modal
      opened
      size={860}
      onClose={props.onClose}
      title={`Access of ${row.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={form.form}>
        {error !== null && (
          <p role="alert" className={form.error}>
            {error}
          </p>
        )}
        {sessions.length === 0 ? (
          <p className={form.note}>{query.data === undefined ? 'Loading…' : 'No open sessions.'}</p>
        ) : (
          <SessionRows
            sessions={sessions}
            timeZone={props.me.organisation.time_zone}
            onEnd={({ session_id }) => end(session_id)}
          />
        )}
        <div className={form.formActions}>
          {row.second_factor && <Button onClick={() => setAsks('factor')}>Remove second factor</Button>}
          <Button onClick={() => setAsks('password')}>Reset password</Button>
          {sessions.length > 0 && <Button onClick={() => end('all')}>End all sessions</Button>}
        </div>
      </div>
    </Modal>
  )
}

function NewPassword({ row, onClose, onPassword }: Parameters<typeof PersonDialog>[0]) {
  const save = useSave()
  const submit = async () => {
    const made = await save.run(() => call(ENDPOINTS.resetStaffPassword, { params: { email: row.email } }))
    if (made === null) return
    onClose()
    onPassword(made.data.password)
  }
  return (
    <ConfirmDialog
      title={`Reset the password of ${row.name}?`}
      text="Their sessions end and their password stops working. You get a one-time password for them, valid for 7 days."
      submit="Reset password"
      save={save}
      onClose={onClose}
      onSubmit={() => void submit()}
    />
  )
}

function RemoveFactor({ row, onClose }: Parameters<typeof PersonDialog>[0]) {
  const save = useSave()
  const send = () => call(ENDPOINTS.resetStaffSecondFactor, { params: { email: row.email } })
  return (
    <ConfirmDialog
      title={`Remove the second factor of ${row.name}?`}
      text="Their sessions end and their recovery codes stop working. Until they set it up again, the password alone signs them in."
      submit="Remove"
      isDangerous
      save={save}
      onClose={onClose}
      onSubmit={() => void save.run(send).then((answer) => answer && onClose())}
    />
  )
}
