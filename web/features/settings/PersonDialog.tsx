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
import { texts } from './strings.ts'

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
      title={texts.accessOf(row.name)}
      closeButtonProps={{ 'aria-label': texts.close }}
    >
      <div className={form.form}>
        {error !== null && (
          <p role="alert" className={form.error}>
            {error}
          </p>
        )}
        {sessions.length === 0 ? (
          <p className={form.note}>{query.data === undefined ? texts.loading : texts.noOpenSessions}</p>
        ) : (
          <SessionRows
            sessions={sessions}
            timeZone={props.me.organisation.time_zone}
            onEnd={({ session_id }) => end(session_id)}
          />
        )}
        <div className={form.formActions}>
          {row.second_factor && <Button onClick={() => setAsks('factor')}>{texts.removeSecondFactor}</Button>}
          <Button onClick={() => setAsks('password')}>{texts.resetPassword}</Button>
          {sessions.length > 0 && <Button onClick={() => end('all')}>{texts.endAllSessions}</Button>}
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
      title={texts.resetThePasswordOf(row.name)}
      text={texts.theirSessionsEndAndTheir}
      submit={texts.resetPassword}
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
      title={texts.removeTheSecondFactorOf(row.name)}
      text={texts.theirSessionsEndAndTheirRecovery}
      submit={texts.remove}
      isDangerous
      save={save}
      onClose={onClose}
      onSubmit={() => void save.run(send).then((answer) => answer && onClose())}
    />
  )
}
