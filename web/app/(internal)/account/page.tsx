import { Suspense } from 'react'
import { AccountView } from '../../../features/account/AccountView.tsx'

export default function AccountPage() {
  return (
    <Suspense>
      <AccountView />
    </Suspense>
  )
}
