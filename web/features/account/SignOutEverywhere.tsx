'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useSave } from '../../lib/useSave.ts'
import { ConfirmDialog } from '../../ui/FormDialog.tsx'
import { texts } from './strings.ts'

/** Asks, then ends all sessions of the user. */
export function SignOutEverywhere({ onClose }: { readonly onClose: () => void }) {
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
      title={texts.signOutEverywhereText}
      text={texts.allYourSessionsEnd}
      submit={texts.signOutEverywhere}
      save={save}
      onClose={onClose}
      onSubmit={() => void submit()}
    />
  )
}
