'use client'
import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { texts } from './strings.ts'

/** On an installation without an administrator nobody can sign in: names the way in. */
export function FirstAdminHint() {
  const { data } = useQuery({ queryKey: ['firstAdmin'], queryFn: () => call(ENDPOINTS.readFirstAdmin) })
  if (data?.data.is_needed !== true) return null
  return (
    <Alert title={texts.noAdministratorYet}>
      {texts.openTheOneTimeLink} <code>npm run admin -- first-admin</code>
    </Alert>
  )
}
